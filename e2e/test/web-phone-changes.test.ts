import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserHouse, untilHeard } from '../support/browser-house.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { until } from '../support/until.ts';

const TRANSFERS = 20;

describe.runIf(hasProgram('chromium', 'chromium'))('the web phone when things change', () => {
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

  test('a page that is transferred hears each new party, twenty times', async () => {
    const page = await house.page('2880', 600);
    const [here, there] = [
      { extension: '2881', hz: 900 },
      { extension: '2882', hz: 1_200 },
    ];
    const phones = [];
    for (const { extension, hz } of [here, there]) {
      phones.push(await house.office.addPhone(extension, { tone: hz, autoAnswer: true }));
    }
    await page.dial('2881');
    await page.untilHears(900);
    const gaps: number[] = [];
    for (let round = 0; round < TRANSFERS; round += 1) {
      const [from, to] = round % 2 === 0 ? [here, there] : [there, here];
      const { callId } = await house.office.call(from.extension, 'connected');
      await house.office.pbx.act(from.extension, callId, { action: 'consult', destination: to.extension });
      const consultation = await until(
        () =>
          house.office.pbx.calls(from.extension).find((call) => call.state === 'connected' && call.callId !== callId),
        'the consultation',
      );
      await house.office.pbx.act(from.extension, consultation.callId, {
        action: 'supervisedTransfer',
        otherCallId: callId,
      });
      const since = performance.now();
      await page.untilHears(to.hz);
      gaps.push(Math.round(performance.now() - since));
      await until(() => house.office.pbx.calls(from.extension).length === 0, 'the transferor is free');
    }
    console.log(`heard after the answer of the API, in ms: ${gaps.join(' ')}`);
    await page.ask((phone) => phone.do('end'));
    await Promise.all(phones.map((phone) => phone.close()));
  }, 120_000);

  test('a page that is closed without a word ends its call', async () => {
    const page = await house.page('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await untilHeard(call, 600);
    await page.page.close();
    await call.until('ended', 30_000);
  }, 60_000);

  test('a call lives on through a new connection', async () => {
    const page = await house.page('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await untilHeard(call, 600);
    for (const flow of house.wires.flows) flow.close(1_001, 'the network is another one');
    await until(
      async () => (await page.ask((phone) => phone.states.join())).endsWith('ready,connecting,ready'),
      'a new connection',
      15_000,
    );
    const { received } = await page.packets();
    await until(async () => (await page.packets()).received > received + 50, 'audio goes on');
    await page.untilHears(425);
    await untilHeard(call, 600);
    call.hangup();
    await page.untilCall('ended');
  }, 60_000);

  test('one tab leads; when it closes, the other one does', async () => {
    const first = await house.tab('2880', 600, { leads: 'user', answers: true });
    await first.untilState('ready');
    const second = await house.tab('2880', 900, { leads: 'user', answers: true, beside: first });
    expect(await second.ask((phone) => phone.states.join())).toBe('follower');
    const call = await house.office.callIn('2880');
    await untilHeard(call, 600);
    call.hangup();
    await first.untilCall('ended');
    await first.page.close();
    await second.untilState('ready');
    const next = await house.office.callIn('2880');
    await untilHeard(next, 900);
    next.hangup();
    await second.untilCall('ended');
  }, 60_000);
});
