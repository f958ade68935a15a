import { type ODataQuery, skipToken } from './parse-odata.ts';

/**
 * Link to the page after this one: the same question with another $skiptoken, encoded. None after a page of no items:
 * it would lead to itself.
 */
export function nextLink(
  self: string,
  query: Readonly<Record<string, unknown>>,
  { top, skip }: ODataQuery,
  token = skipToken(skip + top),
): string | undefined {
  if (top === 0) return undefined;
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (name === '$skip' || name === '$skiptoken') continue;
    for (const one of Array.isArray(value) ? value : [value]) next.append(name, String(one));
  }
  next.append('$skiptoken', token);
  // Blanks as %20: `+` is a blank in forms only.
  return `${self}?${next.toString().replaceAll('+', '%20')}`;
}
