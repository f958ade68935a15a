import type { Row } from '../row.ts';

export const consulting = {
  title: 'Somebody is consulted (consult, supervisedTransfer)',
  text: 'The first call is held; a second one begins at the same phone. The transfer joins the other two and frees the phone.',
  rows: {
    consulted: {
      before: 'outside talks with A',
      happens: 'A consults B',
      changes: [
        ['A', 'inbound', 'outside', 'held', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    consultedAnswers: {
      before: 'A rings B about outside',
      happens: 'B is lifted',
      changes: [
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
      ],
    },
    consultedIsBusy: {
      before: 'A rings B about outside',
      happens: 'B is busy',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'busy'],
        ['A', 'outbound', 'B', 'idle', 'busy'],
      ],
    },
    consultedHangsUp: {
      before: 'A consults B about outside',
      happens: 'B hangs up',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'newCall'],
        ['A', 'outbound', 'B', 'idle', 'newCall'],
      ],
    },
    swapped: {
      before: 'A consults B about outside',
      happens: 'a program retrieves A’s first call',
      changes: [
        ['A', 'outbound', 'B', 'held', 'newCall'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
      ],
    },
    heldHangsUp: {
      before: 'A consults B about outside',
      happens: 'outside hangs up',
      changes: [['A', 'inbound', 'outside', 'idle', 'newCall']],
    },
    phoneHangsUp: {
      before: 'A consults B about outside',
      happens: 'A hangs up: the held party is not lost, A rings again',
      changes: [
        ['A', 'outbound', 'B', 'idle', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'newCall'],
        ['A', 'inbound', 'outside', 'idle', 'callBack'],
        ['A', 'inbound', 'outside', 'ringing', 'callBack'],
      ],
    },
    transferred: {
      before: 'A consults B about outside',
      happens: 'A transfers (supervisedTransfer)',
      changes: [
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'connected', 'transfer'],
      ],
    },
    transferredInside: {
      before: 'B consults C about A',
      happens: 'B transfers',
      changes: [
        ['B', 'outbound', 'C', 'idle', 'transfer'],
        ['B', 'inbound', 'A', 'idle', 'transfer'],
        ['A', 'outbound', 'C', 'connected', 'transfer'],
        ['C', 'inbound', 'A', 'connected', 'transfer'],
      ],
    },
    transferredOut: {
      before: 'A consults outside about B',
      happens: 'A transfers',
      changes: [
        ['A', 'outbound', 'outside', 'idle', 'transfer'],
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'connected', 'transfer'],
      ],
    },
    transferredWhileRinging: {
      before: 'A rings B about outside',
      happens: 'A transfers before B has answered',
      changes: [
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
      ],
    },
    transferredToItself: {
      before: 'outside talks with A',
      happens: 'A transfers its only call to itself',
      changes: [],
      error: 'wrongState',
    },
    consultedNobody: {
      before: 'outside talks with A',
      happens: 'A consults nobody',
      changes: [],
      error: 'unknownDestination',
    },
    consultedUnreachable: {
      before: 'outside talks with A',
      happens: 'A consults D',
      changes: [],
      error: 'endpointUnreachable',
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
