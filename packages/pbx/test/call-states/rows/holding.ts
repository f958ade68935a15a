import type { Row } from '../row.ts';

export const holding = {
  title: 'A call is held and taken back',
  text: 'Only the holder’s call is `held`; the held party hears music and its call stays as it is.',
  rows: {
    held: {
      before: 'outside talks with A',
      happens: 'a program holds A’s call',
      changes: [['A', 'inbound', 'outside', 'held', 'newCall']],
    },
    heldInside: {
      before: 'A talks with B',
      happens: 'a program holds B’s call',
      changes: [['B', 'inbound', 'A', 'held', 'newCall']],
    },
    heldByPhone: {
      before: 'outside talks with A',
      happens: 'A’s phone holds (re-INVITE sendonly)',
      changes: [['A', 'inbound', 'outside', 'held', 'newCall']],
    },
    heldByBoth: {
      before: 'B holds A',
      happens: 'a program holds A’s call too',
      changes: [['A', 'outbound', 'B', 'held', 'newCall']],
    },
    retrieved: {
      before: 'A holds outside',
      happens: 'a program retrieves A’s call',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    heldAgain: {
      before: 'A holds outside',
      happens: 'a program holds A’s call again, which retrieves it',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    retrievedByPhone: {
      before: 'A’s phone holds outside',
      happens: 'A’s phone takes it back (re-INVITE sendrecv)',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    phoneHoldRetrieved: {
      before: 'A’s phone holds outside',
      happens: 'a program retrieves A’s call, and the phone obeys (NOTIFY Event: talk)',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    phoneHoldNotRetrieved: {
      before: 'C’s phone holds outside',
      happens: 'a program retrieves C’s call, and the phone knows no such request',
      changes: [],
      error: 'remoteAnswerUnsupported',
    },
    heldEnds: {
      before: 'A holds outside',
      happens: 'outside hangs up',
      changes: [['A', 'inbound', 'outside', 'idle', 'newCall']],
    },
    holderHangsUp: {
      before: 'B holds A',
      happens: 'B hangs up',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'newCall'],
        ['A', 'outbound', 'B', 'idle', 'newCall'],
      ],
    },
    heldTooEarly: {
      before: 'A rings B',
      happens: 'a program holds A’s call',
      changes: [],
      error: 'wrongState',
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
