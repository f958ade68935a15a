import { Phone } from '@cordboard/phone';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { untilHeard } from '../support/browser-house.ts';
import { Chromium } from '../support/chromium.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

// The product as it is run: a user signs in, the page is the telephone of that user, and the API commands it.
describe.runIf(hasProgram('chromium', 'chromium'))('a user whose telephone is a page', () => {
  let server: ServerProcess;
  let api: Api;
  let chromium: Chromium;
  let desk: Phone;

  beforeAll(async () => {
    [server, chromium] = await Promise.all([ServerProcess.start(), Chromium.start()]);
    api = await Api.signIn(server);
    const { body } = await api.call('GET', '/token');
    const user = `/accounts/${api.accountId}/users/${body.userId}`;
    const given = await api.call('PUT', user, { extension: '2880' });
    if (given.status !== 200) throw new Error(`no extension: ${JSON.stringify(given.body)}`);
    const { username, password, realm } = await api.createPhone('2881');
    desk = await Phone.start({ server: server.sip, username, password, realm, tone: 900, talk: true });
  }, 60_000);
  afterAll(async () => {
    await desk?.close();
    await chromium?.close();
    await server?.remove();
  });

  test('is called, answers on command, holds, is heard, and hangs up', async () => {
    const url = `${server.url.replace('http', 'ws')}/sip?access_token=${api.token}`;
    const page = await chromium.open({ extension: '2880', url, hz: 600, answers: false });
    await page.untilState('ready');
    const endpoint = await api.call('GET', '/endpoints/2880');
    expect(endpoint.body.state).toBe('idle');

    const call = await desk.dial('2880');
    const ringing = await until(
      async () => (await api.calls('2880')).find(({ state }) => state === 'ringing'),
      'a call',
    );
    await page.untilCall('ringing');
    const action = (body: object) => api.call('PUT', `/endpoints/2880/calls/${ringing.callId}`, body);
    expect((await action({ action: 'answer' })).status).toBe(200);
    await Promise.all([page.untilHears(900), untilHeard(call, 600)]);

    expect((await action({ action: 'hold' })).status).toBe(200);
    expect((await api.calls('2880'))[0]?.state).toBe('held');
    expect((await action({ action: 'retrieve' })).status).toBe(200);
    await untilHeard(call, 600);

    expect((await action({ action: 'end' })).status).toBe(200);
    await page.untilCall('ended');
    await page.page.close();
  }, 60_000);

  test('a token that is none opens nothing', async () => {
    const url = `${server.url.replace('http', 'ws')}/sip?access_token=none`;
    const page = await chromium.open({ extension: '2880', url, hz: 600, answers: false });
    await until(async () => (await page.ask((phone) => phone.state)) === 'connecting', 'it tries');
    expect(await page.ask((phone) => phone.states.includes('ready'))).toBe(false);
    await page.page.close();
  });
});
