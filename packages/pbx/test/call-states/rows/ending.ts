import type { Row } from '../row.ts';

const bothIdle = (cause: 'newCall' | 'networkNotObtainable' | 'resourcesNotAvailable' | 'destNotObtainable') =>
  [
    ['A', 'outbound', 'B', 'idle', cause],
    ['B', 'inbound', 'A', 'idle', cause],
  ] as const;

export const ending = {
  title: 'An answered call ends',
  text: 'A plain hang-up keeps the last cause; every other end has its own.',
  rows: {
    outsideHangsUp: {
      before: 'outside talks with A',
      happens: 'outside hangs up',
      changes: [['A', 'inbound', 'outside', 'idle', 'newCall']],
    },
    calleeHangsUpOutside: {
      before: 'outside talks with A',
      happens: 'A hangs up',
      changes: [['A', 'inbound', 'outside', 'idle', 'newCall']],
    },
    callerHangsUp: { before: 'A talks with B', happens: 'A hangs up', changes: bothIdle('newCall') },
    calleeHangsUp: { before: 'A talks with B', happens: 'B hangs up', changes: bothIdle('newCall') },
    callerEnded: { before: 'A talks with B', happens: 'a program ends A’s call', changes: bothIdle('newCall') },
    calleeEnded: { before: 'A talks with B', happens: 'a program ends B’s call', changes: bothIdle('newCall') },
    phoneGone: {
      before: 'nothing',
      happens: 'A dials B, which is lifted; then B’s phone is gone without a word (ghost call)',
      changes: [
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'ringing', 'newCall'],
        ['B', 'inbound', 'A', 'connected', 'newCall'],
        ['A', 'outbound', 'B', 'connected', 'newCall'],
        ...bothIdle('networkNotObtainable'),
      ],
    },
    extensionRemoved: {
      before: 'A talks with B',
      happens: 'extension B is removed',
      changes: bothIdle('destNotObtainable'),
    },
    mediaLost: {
      before: 'A talks with B',
      happens: 'the media plane fails',
      changes: bothIdle('resourcesNotAvailable'),
    },
    shutDown: {
      before: 'A talks with B',
      happens: 'the PBX shuts down',
      changes: bothIdle('resourcesNotAvailable'),
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
