import type { Row } from '../row.ts';

export const voicemail = {
  title: 'A mailbox takes the call',
  text: 'The endpoint’s call is over when its mailbox answers; the caller’s call goes on with the mailbox, which has none.',
  rows: {
    noAnswer: {
      before: 'nothing',
      happens: 'C dials A, which does not answer, and its mailbox does',
      changes: [
        ['A', 'inbound', 'C', 'ringing', 'newCall'],
        ['A', 'inbound', 'C', 'idle', 'redirected'],
        ['C', 'outbound', 'A', 'connected', 'newCall'],
        ['C', 'outbound', 'A', 'connected', 'callForwardNoAnswer'],
        ['C', 'outbound', 'A', 'connected', 'callForwardNoAnswer'],
      ],
    },
    notDisturbed: {
      before: 'nothing',
      happens: 'outside dials A, which does not want to be disturbed, and its mailbox answers',
      changes: [],
    },
    callerHangsUp: {
      before: 'nothing',
      happens: 'C dials A, whose mailbox answers at once, and C hangs up',
      changes: [
        ['C', 'outbound', 'A', 'connected', 'newCall'],
        ['C', 'outbound', 'A', 'connected', 'callForwardAlways'],
        ['C', 'outbound', 'A', 'connected', 'callForwardAlways'],
        ['C', 'outbound', 'A', 'idle', 'callForwardAlways'],
      ],
    },
    listens: {
      before: 'nothing',
      happens: 'A listens to its messages, and hangs up',
      changes: [
        ['A', 'outbound', 'mailbox', 'connected', 'newCall'],
        ['A', 'outbound', 'mailbox', 'connected', 'newCall'],
        ['A', 'outbound', 'mailbox', 'idle', 'newCall'],
      ],
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
