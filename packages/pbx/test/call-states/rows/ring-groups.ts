import type { Row } from '../row.ts';

export const ringGroups = {
  title: 'A ring group rings',
  text: 'Each member that rings has a call of its own; the caller is shown the group until somebody answers.',
  rows: {
    rings: {
      before: 'nothing',
      happens: 'A dials G',
      changes: [
        ['A', 'outbound', 'G', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
        ['C', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    lifted: {
      before: 'G rings B and C for A',
      happens: 'B is lifted',
      changes: [
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['C', 'inbound', 'A', 'idle', 'redirected'],
      ],
    },
    oneDeclines: {
      before: 'G rings B and C for A',
      happens: 'B is busy, and C is lifted',
      changes: [
        ['A', 'outbound', 'C', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'busy'],
        ['C', 'inbound', 'A', 'connected', 'newCall'],
      ],
    },
    allDecline: {
      before: 'G rings B and C for A',
      happens: 'B and C are busy',
      changes: [
        ['A', 'outbound', 'G', 'idle', 'busy'],
        ['B', 'inbound', 'A', 'idle', 'busy'],
        ['C', 'inbound', 'A', 'idle', 'busy'],
      ],
      told: 486,
    },
    callerGivesUp: {
      before: 'G rings B and C for A',
      happens: 'A hangs up',
      changes: [
        ['A', 'outbound', 'G', 'idle', 'callCancelled'],
        ['B', 'inbound', 'A', 'idle', 'callCancelled'],
        ['C', 'inbound', 'A', 'idle', 'callCancelled'],
      ],
      told: 487,
    },
    redirected: {
      before: 'G rings B and C for A',
      happens: 'B’s call is redirected to outside',
      changes: [
        ['A', 'outbound', 'outside', 'connected', 'redirected'],
        ['B', 'inbound', 'A', 'idle', 'redirected'],
        ['C', 'inbound', 'A', 'idle', 'redirected'],
      ],
    },
    oneAfterTheOther: {
      before: 'nothing',
      happens: 'A dials G, whose members ring one after the other, and B does not answer',
      changes: [
        ['A', 'outbound', 'G', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'callNotAnswer'],
        ['C', 'inbound', 'A', 'ringing', 'newCall'],
      ],
    },
    overflows: {
      before: 'nothing',
      happens: 'A dials G, nobody answers, and the call goes to outside',
      changes: [
        ['A', 'outbound', 'G', 'connected', 'newCall'],
        ['A', 'outbound', 'outside', 'connected', 'callForwardNoAnswer'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'callNotAnswer'],
        ['C', 'inbound', 'A', 'ringing', 'newCall'],
        ['C', 'inbound', 'A', 'idle', 'callNotAnswer'],
      ],
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
