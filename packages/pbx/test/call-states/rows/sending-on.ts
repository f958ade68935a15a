import type { Row } from '../row.ts';

export const sendingOn = {
  title: 'A call is sent on (blindTransfer)',
  text: 'The transferor’s call ends at once; the other party hears the new one ring. Unanswered, the call comes back.',
  rows: {
    sentOn: {
      before: 'outside talks with A',
      happens: 'A sends outside on to B',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
      ],
    },
    sentOnAndLifted: {
      before: 'outside, sent on by A, rings B',
      happens: 'B is lifted',
      changes: [['B', 'inbound', 'outside', 'connected', 'transfer']],
    },
    sentOnInside: {
      before: 'A talks with B',
      happens: 'B sends A on to C, which is lifted',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'transfer'],
        ['A', 'outbound', 'C', 'connected', 'transfer'],
        ['C', 'inbound', 'A', 'ringing', 'transfer'],
        ['C', 'inbound', 'A', 'connected', 'transfer'],
      ],
    },
    heldIsSentOn: {
      before: 'A holds outside',
      happens: 'A sends outside on to B',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
      ],
    },
    sentOut: {
      before: 'A talks with B',
      happens: 'B sends A on to outside',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'transfer'],
        ['A', 'outbound', 'outside', 'connected', 'transfer'],
      ],
    },
    sentToNobody: {
      before: 'outside talks with A',
      happens: 'A sends outside on to nobody',
      changes: [],
      error: 'unknownDestination',
    },
    sentToUnreachable: {
      before: 'outside talks with A',
      happens: 'A sends outside on to D',
      changes: [],
      error: 'endpointUnreachable',
    },
    comesBack: {
      before: 'outside, sent on by A, rings B',
      happens: 'the ringing time is over',
      changes: [
        ['B', 'inbound', 'outside', 'idle', 'callNotAnswer'],
        ['A', 'inbound', 'outside', 'ringing', 'callBack'],
      ],
    },
    comesBackAndIsLifted: {
      before: 'outside, sent on by A, rings B',
      happens: 'B is busy, and A is lifted',
      changes: [
        ['B', 'inbound', 'outside', 'idle', 'busy'],
        ['A', 'inbound', 'outside', 'ringing', 'callBack'],
        ['A', 'inbound', 'outside', 'connected', 'callBack'],
      ],
    },
    waitingHangsUp: {
      before: 'outside, sent on by A, rings B',
      happens: 'outside hangs up',
      changes: [['B', 'inbound', 'outside', 'idle', 'callCancelled']],
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
