import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import {
  ErrorBody,
  errorCodes,
  errorExample,
  errorNames,
  errorsPage,
  type Operation,
  operations,
} from '../src/index.ts';

describe.each(Object.entries(errorCodes))('%s', (code, kind) => {
  it('is snake_case and says what it means and what to do', () => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(kind.name).toBe(errorNames[kind.status]);
    expect(kind.meaning).toMatch(/\.$/);
    expect(kind.fix).toMatch(/\.$/);
  });
});

it('every status that an operation may answer with has a name and a code', () => {
  const statuses = Object.values<Operation>(operations).flatMap((operation) => operation.errors);
  const known = Object.values(errorCodes).map((kind) => kind.status);
  for (const status of new Set(statuses)) {
    expect(Object.keys(errorNames)).toContain(String(status));
    expect(known).toContain(status);
  }
});

it('the example of an error is valid', () => {
  expect(Value.Check(ErrorBody, errorExample)).toBe(true);
});

it('docs/errors.md is up to date', async () => {
  const page = fileURLToPath(new URL('../../../docs/errors.md', import.meta.url));
  await expect(errorsPage()).toMatchFileSnapshot(page);
});
