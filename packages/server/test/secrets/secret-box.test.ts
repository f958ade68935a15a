import { expect, test } from 'vitest';
import { isSealed, SecretBox } from '../../src/secrets/secret-box.ts';
import { SecretKeyError } from '../../src/secrets/secret-key-error.ts';

const box = new SecretBox(Buffer.alloc(32, 1));
const sealed = box.seal('trunks', 'secret');

test.each(['', 'p', 'ünï ☎', 'v1:', 'x'.repeat(10_000)])('a text is what it was: %#', (text) => {
  const kept = box.seal('trunks', text);
  expect([isSealed(kept), kept.includes(text) && text.length > 3, box.open('trunks', kept)]).toEqual([
    true,
    false,
    text,
  ]);
});

test('the same text is sealed differently each time', () => {
  expect(box.seal('trunks', 'secret')).not.toBe(sealed);
});

test.each(['', 'v1:', 'v1:a password', 'secret', `${sealed} `])('"%s" was never sealed and is given back', (text) => {
  expect(box.open('trunks', text)).toBe(text);
});

const flipped = (at: number) => `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;

test.each([
  ['another key', () => new SecretBox(Buffer.alloc(32, 2)).open('trunks', sealed)],
  ['another place', () => box.open('endpoints', sealed)],
  ['another nonce', () => box.open('trunks', flipped(4))],
  ['another text', () => box.open('trunks', flipped(22))],
  ['another tag', () => box.open('trunks', flipped(sealed.length - 5))],
  ['an end that is missing', () => box.open('trunks', sealed.slice(0, -4))],
  ['zeros', () => box.open('trunks', `v1:${'A'.repeat(38)}`)],
])('%s does not open it, and the error does not show it', (_, open) => {
  expect(open).toThrow(SecretKeyError);
  expect(open).toThrow(/^A secret in the table \w+ was sealed with another key, or was changed\.$/);
});
