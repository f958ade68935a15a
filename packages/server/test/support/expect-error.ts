import { readFileSync } from 'node:fs';
import { type ErrorCode, errorCodes } from '@cordboard/contract';
import { expect } from 'vitest';
import type { Answer } from './client.ts';

const root = new URL('../../../../', import.meta.url);

/** Checks all that every error has (contract section 1, "Errors"), and its code and field. */
export function expectError({ status, headers, body }: Answer, code: ErrorCode, param?: string): void {
  expect(body).toMatchObject({ code, ...(param === undefined ? {} : { param }) });
  const { status: wanted, name } = errorCodes[code];
  expect(status).toBe(wanted);
  expect(body.name).toBe(name);
  expect(body.message).toMatch(/^[A-Z"$a-z].*\.$/s);
  expect(headings(body.docUrl)).toContain(code);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(headers['x-mitel-correlation-id']).toMatch(/^[\w-]{1,64}$/);
  expect(headers['access-control-allow-origin']).toBe('*');
  if (status === 401) expect(headers['www-authenticate']).toBe('Bearer');
}

/** The entries of the page that a docUrl names. */
function headings(docUrl: string): string[] {
  const [page = ''] = docUrl.split('#');
  const text = readFileSync(new URL(page, root), 'utf8');
  return [...text.matchAll(/^### (\w+)$/gm)]
    .map(([, heading]) => heading as string)
    .filter((h) => docUrl.endsWith(`#${h}`));
}
