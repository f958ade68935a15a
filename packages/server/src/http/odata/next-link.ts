import { type ODataQuery, skipToken } from './parse-odata.ts';

/** Link to the page after this one: the same question with another $skiptoken, encoded. */
export function nextLink(self: string, query: Readonly<Record<string, unknown>>, odata: ODataQuery): string {
  const parts = Object.entries(query)
    .filter(([name]) => name !== '$skip' && name !== '$skiptoken')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  parts.push(`${encodeURIComponent('$skiptoken')}=${skipToken(odata.skip + odata.top)}`);
  return `${self}?${parts.join('&')}`;
}
