import { afterEach, beforeEach, expect, test } from 'vitest';
import { completedElsewhere } from '../../src/index.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { responseText } from '../support/texts.ts';

// RFC 3326: a CANCEL says why, and so does the BYE after a 200 that crossed it.
let stage: Stage;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(async () => {
  await stage.close();
});

async function ringing() {
  const { port } = stage.peer;
  const invite = stage.endpoint.invite({
    uri: `sip:bob@127.0.0.1:${port}`,
    from: { uri: 'sip:alice@127.0.0.1' },
    body: 'v=0',
  });
  const request = await stage.peer.nextRequest();
  stage.peer.send(responseText(request, 180, { toTag: 'bob' }), stage.point);
  await new Promise<void>((resolve) => invite.onProvisional(() => resolve()));
  return { invite, request };
}

test('the CANCEL', async () => {
  const { invite } = await ringing();
  invite.cancel({ Reason: completedElsewhere });
  const cancel = await stage.peer.nextRequest();
  expect([cancel.method, cancel.headers.get('reason')]).toEqual([
    'CANCEL',
    'SIP;cause=200;text="Call completed elsewhere"',
  ]);
});

test('the BYE', async () => {
  const { invite, request } = await ringing();
  invite.cancel({ Reason: completedElsewhere });
  const contact = `<sip:bob@127.0.0.1:${stage.peer.port}>`;
  stage.peer.send(responseText(request, 200, { toTag: 'bob', contact, body: 'v=0' }), stage.point);
  for (;;) {
    const { method, headers } = await stage.peer.nextRequest();
    if (method !== 'BYE') continue;
    expect(headers.get('reason')).toBe(completedElsewhere);
    return;
  }
});
