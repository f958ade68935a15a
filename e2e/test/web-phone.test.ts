import { createSocket } from 'node:dgram';
import { DigitReader, readRtp, SdpSession } from '@cordboard/rtp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BrowserHouse, untilHeard } from '../support/browser-house.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { until } from '../support/until.ts';

describe.runIf(hasProgram('chromium', 'chromium'))('the web phone in Chromium', () => {
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

  test('two pages call each other: tones both ways, nothing is lost', async () => {
    const [caller, callee] = [await house.page('2880', 600), await house.page('2881', 900)];
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
    const page = await house.page('2880', 600, { answers: true });
    const desk = await house.office.addPhone('2881', { tone: 900, autoAnswer: true });
    await page.dial('2881');
    await page.untilHears(900);
    await page.ask((phone) => phone.do('end'));
    await house.untilQuiet();
    const call = await desk.dial('2880');
    await call.until('connected', 10_000);
    await page.untilHears(900);
    await untilHeard(call, 600);
    call.hangup();
    await page.untilCall('ended');
    await desk.close();
  });

  test('a page and the trunk, out and in', async () => {
    const page = await house.page('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await page.untilHears(425);
    await untilHeard(call, 600);
    call.hangup();
    await page.untilCall('ended');
  });

  test('a program answers for it', async () => {
    const page = await house.page('2880', 600);
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
    const page = await house.page('2880', 600, { answers: true });
    const call = await house.office.callIn('2880');
    await call.until('connected', 10_000);
    await page.untilHears(425);
    await page.ask((phone) => phone.do('hold'));
    await page.untilHears(0);
    expect((await house.office.call('2880', 'held')).endpointId).toBe('2880');
    await page.ask((phone) => phone.do('retrieve'));
    await page.untilHears(425);
    await untilHeard(call, 600);
    call.hangup();
    await page.untilCall('ended');
  });

  test('its digits arrive as they were pressed, in RTP', async () => {
    const page = await house.page('2880', 600);
    const device = await house.office.addDevice('2881');
    const ear = createSocket('udp4');
    await new Promise<void>((resolve) => ear.bind(0, '127.0.0.1', () => resolve()));
    const heard: string[] = [];
    const reader = new DigitReader();
    const sdp = new SdpSession({ address: '127.0.0.1', port: ear.address().port, id: 1 });
    await page.dial('2881');
    const invite = await device.rings();
    const { text, audio } = sdp.answer(invite.request.body.toString());
    ear.on('message', (bytes) => {
      const packet = readRtp(bytes);
      if (packet === undefined) return;
      const ended = packet.payloadType === audio.digits ? reader.take(packet) : reader.close();
      heard.push(...ended.map(({ digit }) => digit));
    });
    await invite.answer({ body: text });
    await page.untilCall('connected');
    await page.ask((phone) => phone.digits('12#'));
    await until(() => heard.join('') === '12#', 'all digits', 15_000);
    await page.ask((phone) => phone.do('end'));
    ear.close();
  });
});
