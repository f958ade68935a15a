import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketOffice } from '../../packages/pbx/test/support/web-socket-office.ts';
import { Chromium } from '../support/chromium.ts';
import { hasProgram } from '../support/outside-programs.ts';
import type { PagePhone } from '../support/page-phone.ts';
import { until } from '../support/until.ts';

describe.runIf(hasProgram('chromium', 'chromium'))('the web phone in Chromium', () => {
  let house: WebSocketOffice;
  let chromium: Chromium;
  const pages: PagePhone[] = [];

  beforeAll(async () => {
    [house, chromium] = await Promise.all([WebSocketOffice.open(), Chromium.start()]);
    for (const extension of ['2880', '2881', '2882']) house.office.addExtension(extension);
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map(({ page }) => page.close()));
    for (const { endpointId } of house.office.store.bindings.values()) {
      await until(() => house.office.pbx.calls(endpointId).length === 0, 'no call left', 30_000);
    }
  }, 60_000);
  afterAll(async () => {
    await chromium?.close();
    await house?.close();
  });

  async function open(extension: string, hz: number, o: { answers?: boolean } = {}): Promise<PagePhone> {
    const url = house.url(extension);
    const phone = await chromium.open({ extension, url, hz, answers: o.answers ?? false });
    pages.push(phone);
    await phone.untilState('ready');
    return phone;
  }

  test('two pages call each other: tones both ways, nothing is lost', async () => {
    const [caller, callee] = [await open('2880', 600), await open('2881', 900)];
    await caller.dial('2881');
    await callee.untilCall('ringing');
    expect(await callee.ask((phone) => phone.from)).toBe('2880');
    await callee.ask((phone) => phone.do('answer'));
    await Promise.all([caller.untilHears(900), callee.untilHears(600)]);
    await until(async () => (await caller.packets()).received > 100, '100 packets');
    for (const page of [caller, callee]) expect((await page.packets()).lost).toBe(0);
    await caller.ask((phone) => phone.do('end'));
    await callee.untilCall('ended');
  });

  test('a page and a telephone, called and calling', async () => {
    const page = await open('2880', 600, { answers: true });
    const desk = await house.office.addPhone('2881', { tone: 900, autoAnswer: true });
    await page.dial('2881');
    await page.untilHears(900);
    await page.ask((phone) => phone.do('end'));
    await until(() => house.office.pbx.stats().calls === 0, 'no call left');
    const call = await desk.dial('2880');
    await call.until('connected', 10_000);
    await page.untilHears(900);
    await until(() => call.heard().tones.some((hz) => Math.abs(hz - 600) < 25), 'the page is heard');
    call.hangup();
    await page.untilCall('ended');
    await desk.close();
  });

  test('a page and the trunk, out and in', async () => {
    const page = await open('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await page.untilHears(425);
    await until(() => call.heard().tones.some((hz) => Math.abs(hz - 600) < 25), 'the page is heard outside');
    call.hangup();
    await page.untilCall('ended');
  });

  test('a program answers for it', async () => {
    const page = await open('2880', 600);
    const call = await house.office.callIn('2880');
    const ringing = await house.office.call('2880', 'ringing');
    await page.untilCall('ringing');
    const answered = await house.office.pbx.act('2880', ringing.callId, { action: 'answer' });
    expect(answered.state).toBe('connected');
    await page.untilHears(425);
    call.hangup();
    await page.untilCall('ended');
  });

  test('holds and takes back', async () => {
    const page = await open('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await page.untilHears(425);
    await page.ask((phone) => phone.do('hold'));
    await page.untilHears(0);
    expect((await house.office.call('2880', 'held')).endpointId).toBe('2880');
    await page.ask((phone) => phone.do('retrieve'));
    await page.untilHears(425);
    await until(() => call.heard().tones.some((hz) => Math.abs(hz - 600) < 25), 'the page is heard again');
    call.hangup();
    await page.untilCall('ended');
  });
});
