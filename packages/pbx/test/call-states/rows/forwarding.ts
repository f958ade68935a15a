import type { Row } from '../row.ts';

export const forwarding = {
  title: 'An endpoint forwards its calls',
  text: 'The target rings for the caller, with the cause of the forwarding. An endpoint that never rang shows nothing; one that rang shows that the call went on.',
  rows: {
    always: {
      before: 'nothing',
      happens: 'outside dials A, which forwards all calls to B',
      changes: [['B', 'inbound', 'outside', 'ringing', 'callForwardAlways']],
    },
    alwaysLifted: {
      before: 'nothing',
      happens: 'C dials A, which forwards all calls to B, and B is lifted',
      changes: [
        ['B', 'inbound', 'C', 'ringing', 'callForwardAlways'],
        ['B', 'inbound', 'C', 'connected', 'callForwardAlways'],
        ['C', 'outbound', 'A', 'connected', 'newCall'],
        ['C', 'outbound', 'B', 'connected', 'callForwardAlways'],
        ['C', 'outbound', 'B', 'connected', 'callForwardAlways'],
      ],
    },
    alwaysOut: {
      before: 'nothing',
      happens: 'C dials A, which forwards all calls to outside',
      changes: [
        ['C', 'outbound', 'A', 'connected', 'newCall'],
        ['C', 'outbound', 'outside', 'connected', 'callForwardAlways'],
      ],
    },
    busy: {
      before: 'nothing',
      happens: 'outside dials A, which is busy and then forwards to B',
      changes: [
        ['A', 'inbound', 'outside', 'ringing', 'newCall'],
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'callForwardBusy'],
      ],
    },
    declined: {
      before: 'nothing',
      happens: 'outside dials A, which forwards to B when busy, and a program ends the call',
      changes: [
        ['A', 'inbound', 'outside', 'ringing', 'newCall'],
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'callForwardBusy'],
      ],
    },
    noAnswer: {
      before: 'nothing',
      happens: 'outside dials A, which does not answer and then forwards to B',
      changes: [
        ['A', 'inbound', 'outside', 'ringing', 'newCall'],
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'callForwardNoAnswer'],
      ],
    },
    notReachable: {
      before: 'nothing',
      happens: 'outside dials D, which forwards to B when it cannot be reached',
      changes: [['B', 'inbound', 'outside', 'ringing', 'callForward']],
    },
    notDisturbed: {
      before: 'nothing',
      happens: 'B dials A, which does not want to be disturbed',
      changes: [
        ['B', 'outbound', 'A', 'connected', 'newCall'],
        ['B', 'outbound', 'A', 'idle', 'doNotDisturb'],
      ],
      told: 486,
    },
    notDisturbedForwards: {
      before: 'nothing',
      happens: 'outside dials A, which does not want to be disturbed and forwards to B when busy',
      changes: [['B', 'inbound', 'outside', 'ringing', 'callForwardBusy']],
    },
    targetIsBusy: {
      before: 'nothing',
      happens: 'outside dials A, which forwards all calls to B, and B is busy',
      changes: [
        ['B', 'inbound', 'outside', 'ringing', 'callForwardAlways'],
        ['B', 'inbound', 'outside', 'idle', 'busy'],
      ],
      told: 486,
    },
    loop: {
      before: 'nothing',
      happens: 'C dials A, which forwards all calls to B, which forwards them to A',
      changes: [
        ['C', 'outbound', 'A', 'connected', 'newCall'],
        ['C', 'outbound', 'A', 'idle', 'destNotObtainable'],
      ],
      told: 482,
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
