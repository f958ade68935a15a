import { type Operation, operations } from '@cordboard/contract';
import { expect } from 'vitest';
import type { Api } from '../media/support/api.ts';

/** A token that is for one thing only may not be used for the API. */
export async function expectRefusedEverywhere(api: Api): Promise<void> {
  const asked = Object.values<Operation>(operations).filter(({ access }) => access !== 'public');
  const answers = await Promise.all(
    asked.map(async ({ id, method, path }) => {
      const { status, body } = await api.call(method, path.replace(/\{\w+\}/g, '2880'));
      return [id, status, body.code];
    }),
  );
  expect(answers).toEqual(asked.map(({ id }) => [id, 403, 'forbidden']));
  expect(answers.length).toBeGreaterThan(50);
}
