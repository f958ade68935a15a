import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from './support/eventually.ts';
import { openStage, type Stage } from './support/stage.ts';
import { responseText } from './support/texts.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const uri = () => `sip:bob@127.0.0.1:${stage.peer.port}`;
const from = { uri: 'sip:alice@example.com' };
const send = (status: number, request: Parameters<typeof responseText>[0], o = {}) =>
  stage.peer.send(responseText(request, status, o), stage.point);

/** Sends an INVITE and keeps what its user is told. */
function invite() {
  const outgoing = stage.endpoint.invite({ uri: uri(), from });
  const told: string[] = [];
  outgoing.onProvisional((response) => told.push(`provisional ${response.status}`));
  outgoing.onAnswered(() => told.push('answered'));
  outgoing.onFailed((status) => told.push(`failed ${status}`));
  return { outgoing, told };
}

describe('INVITE client transaction on UDP (RFC 3261 section 17.1.1)', () => {
  test('timer A doubles, timer B ends it after 64*T1', async () => {
    const { told } = invite();
    await stage.peer.nextRequest();
    const gaps = [500, 1_000, 2_000, 4_000, 8_000, 16_000];
    for (const gap of gaps) {
      expect(await stage.after(gap - 1)).toEqual([]);
      expect(await stage.after(1)).toEqual(['INVITE']);
    }
    expect(await stage.after(499)).toEqual([]);
    expect(told).toEqual([]);
    expect(await stage.after(1)).toEqual([]);
    expect(told).toEqual(['failed 408']);
  });

  test('a provisional response stops timers A and B', async () => {
    const { told } = invite();
    const request = await stage.peer.nextRequest();
    send(180, request, { toTag: 'b' });
    await eventually(() => told.length === 1);
    expect(await stage.after(10 * 60_000)).toEqual([]);
    expect(told).toEqual(['provisional 180']);
    send(486, request, { toTag: 'b' });
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
  });

  test('a failure is acknowledged in the transaction; timer D absorbs its repetitions for 32 s', async () => {
    const { told } = invite();
    const request = await stage.peer.nextRequest();
    send(486, request, { toTag: 'b' });
    const ack = await stage.peer.nextRequest();
    expect([ack.method, ack.head.cseq.method, ack.head.cseq.number]).toEqual(['ACK', 'ACK', request.head.cseq.number]);
    expect(ack.headers.get('via')).toBe(request.headers.get('via'));
    expect([ack.uri, ack.head.to.params.get('tag')]).toEqual([request.uri, 'b']);
    expect(await stage.after(31_999)).toEqual([]);
    send(486, request, { toTag: 'b' });
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
    stage.clock.advance(1);
    send(486, request, { toTag: 'b' });
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(told).toEqual(['failed 486']);
  });

  test('2xx are passed up and acknowledged again until timer M, after that they are strays (RFC 6026)', async () => {
    const { outgoing, told } = invite();
    const sessions: { bye(): void }[] = [];
    outgoing.onAnswered((session) => {
      told.push('answered');
      sessions.push(session);
    });
    const request = await stage.peer.nextRequest();
    const again = () => send(200, request, { toTag: 'b', contact: `<${uri()}>` });
    again();
    const first = await stage.peer.nextRequest();
    expect(await stage.after(31_999)).toEqual([]);
    again();
    const second = await stage.peer.nextRequest();
    expect([second.method, second.headers.get('via')]).toEqual(['ACK', first.headers.get('via')]);
    stage.clock.advance(1);
    again();
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(told).toEqual(['answered']);
    sessions[0]?.bye();
    expect((await stage.peer.nextRequest()).method).toBe('BYE');
  });

  test('a 486 after the 200 changes nothing', async () => {
    const { told } = invite();
    const request = await stage.peer.nextRequest();
    send(200, request, { toTag: 'b', contact: `<${uri()}>` });
    await stage.peer.nextRequest();
    send(486, request, { toTag: 'b' });
    send(180, request, { toTag: 'b' });
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(told).toEqual(['answered']);
  });
});

describe('other client transactions on UDP (RFC 3261 section 17.1.2)', () => {
  const options = () => stage.endpoint.request({ method: 'OPTIONS', uri: uri(), from });

  test('timer E doubles up to T2, timer F ends it after 64*T1', async () => {
    const response = options();
    await stage.peer.nextRequest();
    let passed = 0;
    for (const gap of [500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]) {
      expect(await stage.after(gap - 1)).toEqual([]);
      expect(await stage.after(1)).toEqual(['OPTIONS']);
      passed += gap;
    }
    expect(await stage.after(32_000 - passed)).toEqual([]);
    expect((await response).status).toBe(408);
    expect(await stage.after(60_000)).toEqual([]);
  });

  test('after a provisional response timer E is T2', async () => {
    const response = options();
    const request = await stage.peer.nextRequest();
    send(100, request);
    await stage.peer.heard(stage.point);
    expect(await stage.after(500)).toEqual(['OPTIONS']);
    expect(await stage.after(3_999)).toEqual([]);
    expect(await stage.after(1)).toEqual(['OPTIONS']);
    send(200, request);
    expect((await response).status).toBe(200);
  });

  test('timer K absorbs repeated answers for T4', async () => {
    const response = options();
    const request = await stage.peer.nextRequest();
    send(404, request);
    expect((await response).status).toBe(404);
    send(200, request);
    stage.clock.advance(4_999);
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    const before = stage.endpoint.transactions;
    stage.clock.advance(1);
    expect(stage.endpoint.transactions).toBe(before - 1);
  });

  test('a response to nothing is ignored', async () => {
    const response = options();
    const request = await stage.peer.nextRequest();
    const text = responseText(request, 200);
    stage.peer.send(text.replace(/branch=[^;\r]+/, 'branch=z9hG4bKother'), stage.point);
    stage.peer.send(text.replace('CSeq: 1 OPTIONS', 'CSeq: 1 MESSAGE'), stage.point);
    stage.peer.send(text.replace(/;branch=[^;\r]+/, ''), stage.point);
    expect(await stage.after(500)).toEqual(['OPTIONS']);
    send(200, request);
    expect((await response).status).toBe(200);
  });

  test('closing the endpoint ends what is under way, and what its users start upon that', async () => {
    const response = options();
    await stage.peer.nextRequest();
    const { outgoing, told } = invite();
    const late = new Promise((resolve) => outgoing.onFailed(() => resolve(options())));
    const request = await stage.peer.nextRequest();
    send(180, request, { toTag: 'b' });
    await eventually(() => told.length === 1);
    outgoing.cancel();
    await stage.endpoint.close();
    expect((await response).status).toBe(503);
    expect(await late).toMatchObject({ status: 503 });
  });
});

describe('CANCEL (RFC 3261 section 9.1)', () => {
  test('waits for a provisional response', async () => {
    const { outgoing, told } = invite();
    const request = await stage.peer.nextRequest();
    outgoing.cancel();
    expect(await stage.after(500)).toEqual(['INVITE']);
    send(100, request);
    const cancel = await stage.peer.nextRequest();
    expect([cancel.method, cancel.uri, cancel.headers.get('via'), cancel.head.cseq]).toEqual([
      'CANCEL',
      request.uri,
      request.headers.get('via'),
      { number: request.head.cseq.number, method: 'CANCEL' },
    ]);
    expect(cancel.head.to.params.has('tag')).toBe(false);
    send(200, cancel);
    send(487, request, { toTag: 'b' });
    expect((await stage.peer.nextRequest()).method).toBe('ACK');
    expect(told).toEqual(['failed 487']);
  });

  test('an INVITE that has not left is not sent at all', async () => {
    const { outgoing, told } = invite();
    outgoing.cancel();
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(told).toEqual(['failed 487']);
  });

  test('a peer that never ends the INVITE is given up after 64*T1', async () => {
    const { outgoing, told } = invite();
    const request = await stage.peer.nextRequest();
    send(180, request, { toTag: 'b' });
    await eventually(() => told.length === 1);
    outgoing.cancel();
    outgoing.cancel();
    send(200, await stage.peer.nextRequest());
    expect(await stage.after(31_999)).toEqual([]);
    expect(told).toEqual(['provisional 180']);
    stage.clock.advance(1);
    expect(told).toEqual(['provisional 180', 'failed 487']);
  });

  test('after a final response there is nothing to cancel', async () => {
    const { outgoing, told } = invite();
    const request = await stage.peer.nextRequest();
    send(486, request, { toTag: 'b' });
    await stage.peer.nextRequest();
    outgoing.cancel();
    expect(await stage.peer.heard(stage.point)).toEqual([]);
    expect(told).toEqual(['failed 486']);
  });
});
