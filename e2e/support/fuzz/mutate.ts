import type { SeededRandom } from './random.ts';

const MOST_CHANGES = 4;
const METHODS = 'INVITE ACK BYE CANCEL REGISTER SUBSCRIBE NOTIFY REFER PRACK UPDATE INFO OPTIONS MESSAGE X'.split(' ');
const HOSTILE = [
  '\r\n',
  '\r\n\r\n',
  '\0',
  '"',
  '<',
  '>',
  ';tag=',
  ',',
  '%00',
  '%s%n',
  '../',
  '\u{1f600}',
  ';;;;',
  '@',
  '[::1]',
  '99999999999999999999',
  '-1',
  'x'.repeat(2_000),
  'Content-Length: 4294967296\r\n',
  'Replaces: a;to-tag=b;from-tag=c\r\n',
  'Require: 100rel, timer, replaces\r\n',
  'Session-Expires: 0\r\n',
  'Expires: 4294967295\r\n',
];

type Change = (text: string, random: SeededRandom) => string;

const changes: readonly Change[] = [
  function changeByte(text, random) {
    const at = random.below(text.length);
    return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + 1);
  },
  function cut(text, random) {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(30));
  },
  function insert(text, random) {
    const at = random.below(text.length);
    return text.slice(0, at) + random.of(HOSTILE) + text.slice(at);
  },
  function repeatLine(text, random) {
    const lines = text.split('\r\n');
    const line = random.of(lines);
    return [...lines.slice(0, 2), line, ...lines.slice(2)].join('\r\n');
  },
  function dropLine(text, random) {
    const lines = text.split('\r\n');
    lines.splice(random.below(lines.length), 1);
    return lines.join('\r\n');
  },
  function swapLines(text, random) {
    const lines = text.split('\r\n');
    const [one, other] = [random.below(lines.length), random.below(lines.length)];
    [lines[one], lines[other]] = [lines[other] as string, lines[one] as string];
    return lines.join('\r\n');
  },
  function changeNumber(text, random) {
    return text.replace(/\d+/g, (number) => (random.below(8) === 0 ? random.of(['0', '-1', '4294967296']) : number));
  },
  function changeMethod(text, random) {
    const [was = ''] = text.split(' ', 1);
    return text.replaceAll(was === '' ? 'INVITE' : was, random.of(METHODS));
  },
  function truncate(text, random) {
    return text.slice(0, random.below(text.length));
  },
];

/** A message with one to four changes; half of them begin something new instead of repeating what was seen. */
export function mutate(seed: Buffer, random: SeededRandom): Buffer {
  let text = seed.toString('latin1');
  if (random.below(2) === 0) text = renew(text, random);
  for (let left = 1 + random.below(MOST_CHANGES); left > 0 && text !== ''; left -= 1) {
    text = random.of(changes)(text, random);
  }
  return Buffer.from(text, 'latin1');
}

function renew(text: string, random: SeededRandom): string {
  const id = `${random.below(2 ** 31)}`;
  return text
    .replace(/branch=z9hG4bK[^;\s]*/, `branch=z9hG4bK${id}`)
    .replace(/^(Call-ID|i):.*$/im, `$1: ${id}`)
    .replace(/^((?:To|t):.*);tag=[^;\s]*/im, '$1');
}
