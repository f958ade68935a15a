import type { CallLine } from '../engine/conversation.ts';

/** Live calls on a trunk, in and out; those that still look for a trunk count where they knock. */
export function callsOf(lines: Iterable<CallLine>, trunkId: string): number {
  let calls = 0;
  for (const { owner, fork } of lines) {
    if (owner.kind !== 'trunk') continue;
    if ((owner.trunkId ?? fork?.branches[0]?.invite.trunkId) === trunkId) calls += 1;
  }
  return calls;
}
