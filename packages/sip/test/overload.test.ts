import { afterEach, describe, expect, test } from 'vitest';
import type { IncomingInvite, InviteSession } from '../src/index.ts';
import { RawPeer } from './support/raw-peer.ts';
import { openStage, type Stage } from './support/stage.ts';
import { requestText } from './support/texts.ts';

// Every table has an end: what does not fit is refused with 503 and a time to come again, and nothing of it is kept.
let stage: Stage;

afterEach(() => stage.close());

const send = (method: string, callId: string, o: { toTag?: string; cseq?: number } = {}) =>
  stage.peer.send(
    requestText({ method, port: stage.peer.port, callId, branch: `${callId}-${method}-${o.cseq ?? 1}`, ...o }),
    stage.point,
  );

async function answer(): Promise<string> {
  for (;;) {
    const { status, headers } = await stage.peer.nextResponse();
    if (status > 100) return `${status} ${headers.get('retry-after') ?? ''}`.trim();
  }
}

describe('transactions', () => {
  test('above the limit new requests are refused, and nothing is kept of them', async () => {
    stage = await openStage({ limits: { transactions: 2 } });
    for (const callId of ['a', 'b']) {
      send('OPTIONS', callId);
      expect(await answer()).toBe('200');
    }
    for (const method of ['OPTIONS', 'REGISTER', 'INVITE']) {
      send(method, `c-${method}`);
      expect(await answer()).toBe('503 5');
    }
    expect([stage.endpoint.transactions, stage.endpoint.dialogs]).toEqual([2, 0]);
    // Timer J is over: there is room again.
    stage.clock.advance(32_000);
    send('OPTIONS', 'd');
    expect(await answer()).toBe('200');
  });

  test('who is asked for credentials takes no room, and is asked anew when the question was lost', async () => {
    stage = await openStage();
    stage.endpoint.onRequest((incoming) =>
      incoming.respond(401, undefined, { headers: { 'WWW-Authenticate': 'Digest' } }),
    );
    for (let time = 0; time < 2; time += 1) {
      send('REGISTER', 'stranger');
      expect(await answer()).toBe('401');
    }
    expect(stage.endpoint.transactions).toBe(0);
  });

  test('one address cannot take the room of the others', async () => {
    stage = await openStage({ limits: { transactionsPerAddress: 2 } });
    for (const callId of ['a', 'b']) {
      send('OPTIONS', callId);
      expect(await answer()).toBe('200');
    }
    send('OPTIONS', 'c');
    expect(await answer()).toBe('503 5');
    const other = await RawPeer.open('127.0.0.2');
    other.send(
      requestText({ method: 'OPTIONS', port: other.port, via: `SIP/2.0/UDP 127.0.0.2:${other.port};branch=z9hG4bKd` }),
      stage.point,
    );
    expect((await other.nextResponse()).status).toBe(200);
    await other.close();
    stage.clock.advance(32_000);
    send('OPTIONS', 'e');
    expect(await answer()).toBe('200');
  });

  test('a call that goes on is heard up to twice as many', async () => {
    stage = await openStage({ limits: { transactions: 2 } });
    const answered = new Promise<InviteSession>((resolve) => {
      stage.endpoint.onInvite((invite) => resolve(invite.answer({ body: 'v=0' })));
    });
    send('INVITE', 'call');
    expect(await answer()).toBe('200');
    const { dialog } = await answered;
    const inside = (cseq: number) => send('OPTIONS', 'call', { toTag: dialog.localTag, cseq });
    for (const cseq of [2, 3, 4]) {
      inside(cseq);
      expect(await answer()).toBe('200');
    }
    inside(5);
    expect(await answer()).toBe('503 5');
    send('OPTIONS', 'new');
    expect(await answer()).toBe('503 5');
  });
});

describe('dialogs', () => {
  test('above the limit new calls are refused, and other requests are not', async () => {
    stage = await openStage({ limits: { dialogs: 2 } });
    const invites: IncomingInvite[] = [];
    stage.endpoint.onInvite((invite) => {
      invites.push(invite);
      invite.ring();
    });
    for (const callId of ['a', 'b']) {
      send('INVITE', callId);
      expect(await answer()).toBe('180');
    }
    send('INVITE', 'c');
    expect(await answer()).toBe('503 5');
    expect([stage.endpoint.dialogs, invites.length]).toEqual([2, 2]);
    send('OPTIONS', 'd');
    expect(await answer()).toBe('200');
    invites[0]?.reject(486);
    expect(await answer()).toBe('486');
    send('INVITE', 'e');
    expect(await answer()).toBe('180');
  });
});
