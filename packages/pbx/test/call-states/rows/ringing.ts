import type { Row } from '../row.ts';

export const ringing = {
  title: 'A call begins',
  text: 'The caller’s own call is `connected` from the start (the contract’s “outbound” call); the callee’s is `ringing`.',
  rows: {
    outsideDials: {
      before: 'nothing',
      happens: 'outside dials A',
      changes: [['A', 'inbound', 'outside', 'ringing', 'newCall']],
    },
    extensionDials: {
      before: 'nothing',
      happens: 'A dials B',
      changes: [
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    extensionDialsOut: {
      before: 'nothing',
      happens: 'A dials outside',
      changes: [['A', 'outbound', 'outside', 'connected', 'newCall']],
    },
    programDials: {
      before: 'nothing',
      happens: 'a program makes A call B, and A’s phone answers by itself',
      changes: [
        ['A', 'outbound', 'B', 'ringing', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    programDialsLifted: {
      before: 'A’s phone rings to call B',
      happens: 'A is lifted',
      changes: [
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    programDialsOut: {
      before: 'nothing',
      happens: 'a program makes A call outside, and A’s phone answers by itself',
      changes: [
        ['A', 'outbound', 'outside', 'ringing', 'newCall'],
        ['A', 'outbound', 'outside', 'connected', 'newCall'],
      ],
    },
    programDialsNobody: {
      before: 'nothing',
      happens: 'a program makes A call nobody',
      changes: [],
      error: 'unknownDestination',
    },
    programDialsUnreachable: {
      before: 'nothing',
      happens: 'a program makes A call D',
      changes: [],
      error: 'endpointUnreachable',
    },
    extensionDialsNobody: {
      before: 'nothing',
      happens: 'A dials nobody',
      changes: [
        ['A', 'outbound', 'nobody', 'connected', 'newCall'],
        ['A', 'outbound', 'nobody', 'idle', 'destNotObtainable'],
      ],
      told: 404,
    },
    extensionDialsUnreachable: {
      before: 'nothing',
      happens: 'A dials D',
      changes: [
        ['A', 'outbound', 'D', 'connected', 'newCall'],
        ['A', 'outbound', 'D', 'idle', 'destNotObtainable'],
      ],
      told: 480,
    },
    outsideDialsNobody: { before: 'nothing', happens: 'outside dials nobody', changes: [], told: 404 },
    outsideDialsUnreachable: { before: 'nothing', happens: 'outside dials D', changes: [], told: 480 },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
