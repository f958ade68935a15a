import type { Row } from '../row.ts';

export const redirecting = {
  title: 'A program redirects a ringing call',
  text: 'The old call ends, the new one rings, the caller goes on waiting. What cannot be rung leaves everything as it was.',
  rows: {
    redirected: {
      before: 'outside rings A',
      happens: 'A’s call is redirected to B',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'redirected'],
      ],
    },
    redirectedAndLifted: {
      before: 'outside rings A',
      happens: 'A’s call is redirected to B, which is lifted',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'redirected'],
        ['B', 'inbound', 'outside', 'connected', 'redirected'],
      ],
    },
    redirectedInside: {
      before: 'A rings B',
      happens: 'B’s call is redirected to C',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'redirected'],
        ['A', 'outbound', 'C', 'connected', 'redirected'],
        ['C', 'inbound', 'A', 'ringing', 'redirected'],
      ],
    },
    redirectedOut: {
      before: 'A rings B',
      happens: 'B’s call is redirected to outside',
      changes: [
        ['B', 'inbound', 'A', 'idle', 'redirected'],
        ['A', 'outbound', 'outside', 'connected', 'redirected'],
      ],
    },
    redirectedToBusy: {
      before: 'outside rings A',
      happens: 'A’s call is redirected to B, which is busy',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['B', 'inbound', 'outside', 'ringing', 'redirected'],
        ['B', 'inbound', 'outside', 'idle', 'busy'],
      ],
      told: 486,
    },
    redirectedToNobody: {
      before: 'outside rings A',
      happens: 'A’s call is redirected to nobody',
      changes: [],
      error: 'unknownDestination',
    },
    redirectedToUnreachable: {
      before: 'outside rings A',
      happens: 'A’s call is redirected to D',
      changes: [],
      error: 'endpointUnreachable',
    },
    redirectedOwn: {
      before: 'A’s phone rings to call B',
      happens: 'A’s own call is redirected to C',
      changes: [],
      error: 'wrongState',
    },
    redirectedAnswered: {
      before: 'outside talks with A',
      happens: 'A’s call is redirected to B',
      changes: [],
      error: 'wrongState',
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
