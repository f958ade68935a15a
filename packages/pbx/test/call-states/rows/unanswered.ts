import type { Row } from '../row.ts';

const bothIdle = (
  cause: 'callCancelled' | 'busy' | 'callNotAnswer' | 'resourcesNotAvailable' | 'networkNotObtainable',
) =>
  [
    ['A', 'outbound', 'B', 'idle', cause],
    ['B', 'inbound', 'A', 'idle', cause],
  ] as const;

export const unanswered = {
  title: 'Nobody answers',
  text: 'The cause tells why. “told” is the status that ends the INVITE of a caller who still waits.',
  rows: {
    outsideGivesUp: {
      before: 'outside rings A',
      happens: 'outside gives up (CANCEL)',
      changes: [['A', 'inbound', 'outside', 'idle', 'callCancelled']],
      told: 487,
    },
    callerGivesUp: { before: 'A rings B', happens: 'A gives up', changes: bothIdle('callCancelled'), told: 487 },
    callerEnded: {
      before: 'A rings B',
      happens: 'a program ends A’s call',
      changes: bothIdle('callCancelled'),
      told: 487,
    },
    calleeEnded: { before: 'A rings B', happens: 'a program ends B’s call', changes: bothIdle('busy'), told: 603 },
    busy: { before: 'A rings B', happens: 'B is busy (486)', changes: bothIdle('busy'), told: 486 },
    declined: { before: 'A rings B', happens: 'B declines (603)', changes: bothIdle('busy'), told: 603 },
    notAnswered: {
      before: 'A rings B',
      happens: 'the ringing time is over',
      changes: bothIdle('callNotAnswer'),
      told: 480,
    },
    outsideBusy: {
      before: 'A rings outside',
      happens: 'outside is busy',
      changes: [['A', 'outbound', 'outside', 'idle', 'busy']],
      told: 486,
    },
    ownPhoneDeclines: {
      before: 'A’s phone rings to call B',
      happens: 'A declines',
      changes: [['A', 'outbound', 'B', 'idle', 'busy']],
      error: 'refused',
    },
    ownCallEnded: {
      before: 'A’s phone rings to call B',
      happens: 'a program ends A’s call',
      changes: [['A', 'outbound', 'B', 'idle', 'callCancelled']],
      error: 'refused',
    },
    shutDown: {
      before: 'A rings B',
      happens: 'the PBX shuts down',
      changes: bothIdle('resourcesNotAvailable'),
      told: 503,
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
