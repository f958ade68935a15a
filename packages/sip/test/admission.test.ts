import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStage, type Stage } from './support/stage.ts';
import { type RequestText, requestText } from './support/texts.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
});

/** The final response to this request, and one of its headers. */
async function answer(o: Partial<RequestText> & { method: string }, header = 'none', edit = (text: string) => text) {
  stage.peer.send(edit(requestText({ port: stage.peer.port, ...o })), stage.point);
  let response = await stage.peer.nextResponse();
  while (response.status < 200) response = await stage.peer.nextResponse();
  return [response.status, response.headers.get(header)];
}

describe('what is refused before the user sees it (RFC 3261 section 8.2)', () => {
  const body = 'v=0';
  const cases: [string, Partial<RequestText> & { method: string }, number, [string, string]?][] = [
    ['an unknown method', { method: 'FROBNICATE' }, 501, ['Allow', 'INVITE']],
    ['a scheme that we do not speak', { method: 'INVITE', uri: 'mailto:a@example.com' }, 416],
    [
      'an extension that we do not have',
      { method: 'INVITE', headers: ['Require: fancy, x'] },
      420,
      ['Unsupported', 'fancy, x'],
    ],
    ['a BYE of no dialog', { method: 'BYE' }, 481],
    ['a PRACK of no dialog', { method: 'PRACK' }, 481],
    [
      'compressed content',
      { method: 'INVITE', body, headers: ['Content-Encoding: gzip'] },
      415,
      ['Accept-Encoding', 'identity'],
    ],
  ];
  test.each(cases)('%s', async (_title, o, status, [name, value] = ['none', '']) => {
    stage.endpoint.onInvite((invite) => invite.reject(486));
    stage.endpoint.onRequest((incoming) => incoming.respond(200));
    const [given, header] = await answer(o, name);
    expect(given).toBe(status);
    expect(header ?? '').toContain(value);
  });

  const edits: [string, (text: string) => string, number][] = [
    ['content that is no SDP', (text) => text.replace('application/sdp', 'text/plain'), 415],
    ['content without a type', (text) => text.replace(/Content-Type:.*\r\n/, ''), 415],
    ['SDP with a parameter', (text) => text.replace('application/sdp', 'Application/SDP;charset=utf-8'), 486],
    ['no hops left', (text) => text.replace('Max-Forwards: 70', 'Max-Forwards: 00'), 483],
    ['no Max-Forwards, as in RFC 2543', (text) => text.replace(/Max-Forwards:.*\r\n/, ''), 486],
  ];
  test.each(edits)('an INVITE with %s', async (_title, edit, status) => {
    stage.endpoint.onInvite((invite) => invite.reject(486));
    expect((await answer({ method: 'INVITE', body: 'v=0' }, 'none', edit))[0]).toBe(status);
  });
});

describe('without handlers', () => {
  const cases: [string, number, string][] = [
    ['INVITE', 480, ''],
    ['OPTIONS', 200, 'INVITE'],
    ['REGISTER', 405, 'INVITE'],
    ['MESSAGE', 405, 'INVITE'],
  ];
  test.each(cases)('%s gets %i', async (method, status, allow) => {
    const [given, header] = await answer({ method }, 'Allow');
    expect([given, (header ?? '').toString().includes(allow)]).toEqual([status, true]);
  });
});

describe('a handler that throws', () => {
  const fail = () => {
    throw new Error('broken');
  };
  test.each(['INVITE', 'MESSAGE'])('%s gets 500, and the endpoint goes on', async (method) => {
    stage.endpoint.onInvite(fail);
    stage.endpoint.onRequest((incoming) => (incoming.request.method === 'OPTIONS' ? incoming.respond(200) : fail()));
    expect((await answer({ method }))[0]).toBe(500);
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(stage.endpoint.dialogs).toBe(0);
  });

  test('nor does one inside a dialog', async () => {
    stage.endpoint.onInvite((invite) => invite.answer({ body: 'v=0' }).onRequest(fail));
    stage.peer.send(requestText({ method: 'INVITE', port: stage.peer.port }), stage.point);
    await stage.peer.nextResponse();
    const toTag = (await stage.peer.nextResponse()).head.to.params.get('tag') ?? '';
    expect((await answer({ method: 'INFO', branch: 'info', cseq: 2, toTag }))[0]).toBe(500);
    expect((await answer({ method: 'BYE', branch: 'bye', cseq: 3, toTag }))[0]).toBe(200);
  });
});
