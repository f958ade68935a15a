import { BASE_PATH } from '@cordboard/sdk';
import type { Cursor } from './cursor.ts';

/** More would not fit into one subjectFilter. */
const MOST_ENDPOINTS = 400;
const ENDPOINT = /^[0-9*#]{1,20}$/;
const RANGE = /^(\d{1,9})\s*-\s*(\d{1,9})$/;

/** Reads extensions and ranges of them: `["2880", "2900-2909"]`. Notes mistakes. */
export function readEndpoints(cursor: Cursor): string[] {
  const endpoints = new Set<string>();
  for (const item of cursor.list() ?? []) {
    for (const endpoint of expand(item)) endpoints.add(endpoint);
  }
  if (endpoints.size > MOST_ENDPOINTS) cursor.problem(`takes up to ${MOST_ENDPOINTS} extensions`);
  return [...endpoints];
}

function expand(item: Cursor): string[] {
  const text = item.text() ?? '';
  if (ENDPOINT.test(text)) return [text];
  const [, first = '', last = ''] = RANGE.exec(text) ?? [];
  const count = Number(last) - Number(first) + 1;
  if (first === '' || first.length !== last.length || count < 1 || count > MOST_ENDPOINTS) {
    item.problem('takes an extension such as "2880", or a range such as "2880-2889"');
    return [];
  }
  return Array.from({ length: count }, (_, i) => String(Number(first) + i).padStart(first.length, '0'));
}

/** A subjectFilter for the calls of these endpoints. */
export function subjectFilterOf(endpoints: readonly string[]): string {
  const ids = endpoints.map((id) => encodeURIComponent(id).replaceAll('*', '\\*'));
  return `^${BASE_PATH}/endpoints/(?:${ids.join('|')})/calls/`;
}
