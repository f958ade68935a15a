import type { Phone } from '@cordboard/phone';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Forwarding } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

let office: Office;
let caller: Phone;

beforeEach(async () => {
  office = await Office.open();
  caller = await office.addPhone('2800');
});
afterEach(() => office.close());

const extension = (index: number) => String(2880 + index);

/** Extensions of which each forwards to the next as `of` says. */
async function chain(length: number, of: (target: string) => Forwarding): Promise<Phone[]> {
  const phones: Phone[] = [];
  for (let index = 0; index <= length; index += 1) phones.push(await office.addPhone(extension(index)));
  for (let index = 0; index < length; index += 1) {
    office.pbx.features.setEndpoint(extension(index), { dnd: false, forwarding: of(extension(index + 1)) });
  }
  return phones;
}

const forward = (from: string, always: string) =>
  office.pbx.features.setEndpoint(from, { dnd: false, forwarding: { always } });

async function refusal(number: string): Promise<number | undefined> {
  const call = await caller.dial(number);
  await call.until('ended', 5_000);
  await office.quiet();
  return call.status;
}

test('two that forward to each other: the caller is told of a loop (RFC 3261 section 21.4.20)', async () => {
  await chain(1, (always) => ({ always }));
  forward('2881', '2880');
  expect(await refusal('2880')).toBe(482);
  expect(office.story('2800')).toEqual(['connected/newCall', 'idle/destNotObtainable']);
});

test('one that forwards to itself, and one that forwards to the caller', async () => {
  await chain(1, (always) => ({ always }));
  forward('2880', '2880');
  expect(await refusal('2880')).toBe(482);
  forward('2880', '2800');
  expect(await refusal('2880')).toBe(482);
});

test.each([
  [5, undefined],
  [6, 482],
])('a chain of %i ends with %s', async (length, status) => {
  const phones = await chain(length, (always) => ({ always }));
  if (status !== undefined) {
    expect(await refusal('2880')).toBe(status);
    return;
  }
  const call = await caller.dial('2880');
  (await eventually(() => phones.at(-1)?.calls[0], 'the last rings')).answer();
  await call.until('connected', 5_000);
});

test('no answer here, no answer there: each rings once, then the call is over', async () => {
  await chain(1, (destination) => ({ noAnswer: { destination, afterMs: 200 } }));
  const back = { noAnswer: { destination: '2880', afterMs: 200 } };
  office.pbx.features.setEndpoint('2881', { dnd: false, forwarding: back });
  expect(await refusal('2880')).toBe(480);
  expect(office.story('2880')).toEqual(['ringing/newCall', 'idle/redirected']);
  expect(office.story('2881')).toEqual(['ringing/callForwardNoAnswer', 'idle/callNotAnswer']);
});

test('a forwarding to nobody ends as if there were none', async () => {
  await office.addPhone('2880');
  office.pbx.features.setEndpoint('2880', {
    dnd: false,
    forwarding: { noAnswer: { destination: '2899', afterMs: 200 } },
  });
  expect(await refusal('2880')).toBe(480);
});

test('a call that a program redirects may come back to who forwarded it', async () => {
  const phones = await chain(1, (always) => ({ always }));
  await caller.dial('2880');
  await eventually(() => phones[1]?.calls[0], 'the second rings');
  forward('2881', '2880');
  office.pbx.features.setEndpoint('2880', { dnd: false, forwarding: {} });
  const { callId } = await office.call('2881', 'ringing');
  await office.pbx.act('2881', callId, { action: 'redirect', destination: '2880' });
  await eventually(() => phones[0]?.calls[0], 'the first rings');
});
