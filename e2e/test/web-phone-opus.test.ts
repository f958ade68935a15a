import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserHouse, untilHeard } from '../support/browser-house.ts';
import { hasProgram } from '../support/outside-programs.ts';
import type { PagePhone } from '../support/page-phone.ts';

const OPUS = { says: 'audio/opus', hears: 'audio/opus' };

describe.runIf(hasProgram('chromium', 'chromium'))('web phones that talk Opus', () => {
  let house: BrowserHouse;

  beforeAll(async () => {
    house = await BrowserHouse.open();
  });
  afterEach(async () => {
    await house.closePages();
  }, 60_000);
  afterAll(async () => {
    await house?.close();
  });

  /** 2880, which says 600 Hz, has called 2881, which says 900 Hz. */
  async function talk(): Promise<{ caller: PagePhone; callee: PagePhone }> {
    const [caller, callee] = [await house.page('2880', 600), await house.page('2881', 900, { answers: true })];
    await caller.dial('2881');
    await Promise.all([caller.untilHears(900), callee.untilHears(600)]);
    await Promise.all([caller.untilCodecs(OPUS), callee.untilCodecs(OPUS)]);
    return { caller, callee };
  }

  async function act(endpointId: string, action: 'hold' | 'retrieve'): Promise<void> {
    const state = action === 'hold' ? 'connected' : 'held';
    await house.office.pbx.act(endpointId, (await house.office.call(endpointId, state)).callId, { action });
  }

  async function end(page: PagePhone): Promise<void> {
    await page.ask((phone) => phone.do('end'));
    await house.untilQuiet();
  }

  test('between each other, above what telephones can say', async () => {
    const [caller, callee] = [await house.page('2880', 6_000), await house.page('2881', 5_000, { answers: true })];
    await caller.dial('2881');
    await Promise.all([caller.untilHears(5_000), callee.untilHears(6_000)]);
    for (const page of [caller, callee]) expect((await page.packets()).lost).toBe(0);
    await end(caller);
  });

  test('a program holds: music in G.711, and Opus again afterwards', async () => {
    const { caller, callee } = await talk();
    await act('2880', 'hold');
    await callee.untilCodecs({ says: 'audio/opus', hears: 'audio/PCMU' });
    await act('2880', 'retrieve');
    await Promise.all([caller.untilHears(900), callee.untilHears(600)]);
    await Promise.all([caller.untilCodecs(OPUS), callee.untilCodecs(OPUS)]);
    await end(caller);
  });

  test('a page holds by itself, and takes back', async () => {
    const { caller, callee } = await talk();
    await caller.ask((phone) => phone.do('hold'));
    await caller.untilHears(0);
    await house.office.call('2880', 'held');
    await caller.ask((phone) => phone.do('retrieve'));
    await Promise.all([caller.untilHears(900), callee.untilHears(600)]);
    await Promise.all([caller.untilCodecs(OPUS), callee.untilCodecs(OPUS)]);
    await end(caller);
  });

  test('sent on to a telephone, it says G.711 from then on', async () => {
    const { caller } = await talk();
    const desk = await house.office.addPhone('2882', { tone: 1_300, autoAnswer: true });
    const { callId } = await house.office.call('2881', 'connected');
    await house.office.pbx.act('2881', callId, { action: 'blindTransfer', destination: '2882' });
    await caller.untilHears(1_300);
    await caller.untilCodecs({ says: 'audio/PCMU', hears: 'audio/PCMU' });
    const [call] = desk.calls;
    if (call === undefined) throw new Error('The telephone has no call');
    await untilHeard(call, 600);
    await end(caller);
    await desk.close();
  });
});
