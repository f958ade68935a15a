import { type RingGroup, ringGroupSubject } from '@cordboard/contract';
import type { RingGroupRow } from '../storage/index.ts';

export function presentRingGroup(row: RingGroupRow): RingGroup {
  const { ringGroupId, accountId, number, name, ringSeconds, overflow, createdBy, modifiedBy } = row;
  return {
    ringGroupId,
    accountId,
    number,
    name,
    strategy: row.strategy as RingGroup['strategy'],
    members: JSON.parse(row.members),
    ringSeconds,
    ...(overflow === null ? {} : { overflow }),
    createdOn: new Date(row.createdOn).toISOString(),
    createdBy,
    modifiedOn: new Date(row.modifiedOn).toISOString(),
    modifiedBy,
    _links: { self: ringGroupSubject(ringGroupId) },
  };
}
