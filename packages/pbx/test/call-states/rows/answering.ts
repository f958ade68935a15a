import type { Row } from '../row.ts';

export const answering = {
  title: 'The callee answers',
  text: 'Both sides are `connected`. At the caller nothing changes but that `answeredAt` is set.',
  rows: {
    lifted: {
      before: 'outside rings A',
      happens: 'A is lifted',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    answeredByProgram: {
      before: 'outside rings A',
      happens: 'a program answers for A',
      changes: [['A', 'inbound', 'outside', 'connected', 'newCall']],
    },
    liftedInside: {
      before: 'A rings B',
      happens: 'B is lifted',
      changes: [
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
      ],
    },
    answeredByProgramInside: {
      before: 'A rings B',
      happens: 'a program answers for B',
      changes: [
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
      ],
    },
    outsideLifted: {
      before: 'A rings outside',
      happens: 'outside is lifted',
      changes: [['A', 'outbound', 'outside', 'connected', 'newCall']],
    },
    notAnsweredByProgram: {
      before: 'outside rings C',
      happens: 'a program answers for C, whose phone knows no such request',
      changes: [],
      error: 'remoteAnswerUnsupported',
    },
    answeredOwn: {
      before: 'A rings B',
      happens: 'a program answers for A, whose call does not ring in',
      changes: [],
      error: 'wrongState',
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
