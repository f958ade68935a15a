import type { Row } from '../row.ts';

export const conferring = {
  title: 'Three and more talk together (conference)',
  text: 'The call that is acted on goes on with all parties, the other call of that endpoint ends. Who holds is out until it comes back; two that are left talk as in any other call; one that is left is let go.',
  rows: {
    joined: {
      before: 'A consults B about outside',
      happens: 'a program joins A’s first call with the other',
      changes: [
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'connected', 'newCall'],
      ],
    },
    joinedBySecond: {
      before: 'A consults B about outside',
      happens: 'a program joins A’s second call with the first',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'connected', 'newCall'],
      ],
    },
    grows: {
      before: 'A, B and outside confer',
      happens: 'A consults C, which is lifted, and a program joins them',
      changes: [
        ['A', 'inbound', 'outside', 'held', 'newCall'],
        ['A', 'outbound', 'C', 'connected', 'newCall'],
        ['A', 'outbound', 'C', 'connected', 'newCall'],
        ['A', 'outbound', 'C', 'idle', 'transfer'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
        ['C', 'inbound', 'A', 'ringing', 'newCall'],
        ['C', 'inbound', 'A', 'connected', 'newCall'],
        ['C', 'inbound', 'A', 'connected', 'newCall'],
      ],
    },
    held: {
      before: 'A, B and outside confer',
      happens: 'a program holds A’s call, and retrieves it',
      changes: [
        ['A', 'inbound', 'outside', 'held', 'newCall'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
      ],
    },
    phoneHolds: {
      before: 'A, B and outside confer',
      happens: 'B’s phone holds',
      changes: [['B', 'inbound', 'A', 'held', 'newCall']],
    },
    organizerLeaves: {
      before: 'A, B and outside confer',
      happens: 'A hangs up: the others talk on',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'newCall'],
        ['B', 'inbound', 'outside', 'connected', 'newCall'],
      ],
    },
    partyLeaves: {
      before: 'A, B and outside confer',
      happens: 'a program ends B’s call: the others talk on',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'newCall'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
      ],
    },
    lastIsLetGo: {
      before: 'A, B and outside confer',
      happens: 'outside hangs up, and then B',
      changes: [
        ['A', 'inbound', 'B', 'connected', 'newCall'],
        ['A', 'inbound', 'B', 'idle', 'newCall'],
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'newCall'],
      ],
    },
    shutDown: {
      before: 'A, B and outside confer',
      happens: 'the PBX shuts down',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'resourcesNotAvailable'],
        ['B', 'inbound', 'A', 'idle', 'resourcesNotAvailable'],
      ],
    },
    sentOn: {
      before: 'A, B and outside confer',
      happens: 'A sends its call on to C',
      changes: [],
      error: 'wrongState',
    },
    withNobody: {
      before: 'outside talks with A',
      happens: 'a program joins A’s only call',
      changes: [],
      error: 'wrongState',
    },
    unanswered: {
      before: 'A rings B about outside',
      happens: 'a program joins A’s calls before B has answered',
      changes: [],
      error: 'wrongState',
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
