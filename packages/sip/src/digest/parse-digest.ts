import { quote, unquote } from '../message/params.ts';

const PAIR = /([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)\s*(?:,|$)/gy;

/** Fields of a Digest challenge or credentials; undefined: another scheme, or malformed. */
export function parseDigest(value: string): ReadonlyMap<string, string> | undefined {
  const match = /^\s*digest\s+/i.exec(value);
  if (match === null) return undefined;
  const text = value.slice(match[0].length).trim();
  const fields = new Map<string, string>();
  PAIR.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (pair === null) return undefined;
    fields.set((pair[1] as string).toLowerCase(), unquote(pair[2] as string));
    at = PAIR.lastIndex;
  }
  return fields;
}

/** Fields whose values stand without quotes (RFC 7616 sections 3.3 and 3.4). */
const bare = new Set(['algorithm', 'stale', 'nc']);

export function formatDigest(fields: readonly (readonly [name: string, value: string])[], bareQop = false): string {
  const written = fields.map(([name, value]) =>
    bare.has(name) || (bareQop && name === 'qop') ? `${name}=${value}` : `${name}=${quote(value)}`,
  );
  return `Digest ${written.join(', ')}`;
}
