import { expect, test } from 'vitest';
import type { Person } from '../support/cast.ts';
import { eachWorld } from '../support/world.ts';

/** Everything that can be set at ada's endpoint. */
const requests = {
  updateEndpoint: ['PUT', '/endpoints/2880', { action: 'dnd', userAvailability: 'dnd', enabled: true }],
  getForwarding: ['GET', '/endpoints/2880/forwarding'],
  updateForwarding: ['PUT', '/endpoints/2880/forwarding', { busy: { destination: '2881' } }],
} as const satisfies Record<string, readonly ['GET' | 'PUT', string, object?]>;

const table: readonly (readonly [who: string, person: Person | 'nobody', status: number, code?: string])[] = [
  ['nobody', 'nobody', 401, 'unauthorized'],
  ['its user', 'ada', 200],
  ['another user of the account', 'ben', 403, 'forbidden'],
  ['an administrator of the account', 'admin', 200],
  ['a partner administrator of the account', 'pat', 200],
  ['a user of another account', 'oscar', 404, 'unknown_endpoint'],
  ['an administrator of another account', 'olga', 404, 'unknown_endpoint'],
  ['an administrator of a customer', 'carl', 404, 'unknown_endpoint'],
];

eachWorld('Settings of an endpoint', (start) => {
  for (const [who, person, status, code] of table)
    test(who, async () => {
      const world = await start();
      const client = person === 'nobody' ? world.stranger : await world.as(person);
      for (const [method, path, body] of Object.values<readonly ['GET' | 'PUT', string, object?]>(requests)) {
        const answer = await client.send(method, path, body);
        expect([answer.status, answer.body.code]).toEqual([status, code]);
      }
      const changed = status === 200 ? 1 : 0;
      expect(await world.storage.read.selectFrom('endpointSettings').selectAll().execute()).toHaveLength(changed);
    });
});
