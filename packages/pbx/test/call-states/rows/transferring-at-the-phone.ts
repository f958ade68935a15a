import type { Row } from '../row.ts';

export const transferringAtThePhone = {
  title: 'A phone transfers (REFER)',
  text: 'The same changes as when a program asks for it: blindTransfer, and with a second call of the phone (Replaces) supervisedTransfer.',
  rows: {
    blind: {
      before: 'outside talks with A',
      happens: 'A’s phone sends outside on to B',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
      ],
    },
    blindAndLifted: {
      before: 'outside talks with A',
      happens: 'A’s phone sends outside on to B, which is lifted',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
        ['B', 'inbound', 'outside', 'connected', 'transfer'],
      ],
    },
    blindToBusy: {
      before: 'outside talks with A',
      happens: 'A’s phone sends outside on to B, which is busy: it has outside back',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['A', 'inbound', 'outside', 'ringing', 'callBack'],
        ['A', 'inbound', 'outside', 'connected', 'callBack'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
        ['B', 'inbound', 'outside', 'idle', 'busy'],
      ],
    },
    blindToNobody: {
      before: 'outside talks with A',
      happens: 'A’s phone sends outside on to nobody',
      changes: [],
    },
    blindOut: {
      before: 'A talks with B',
      happens: 'B’s phone sends A on to outside',
      changes: [
        ['A', 'outbound', 'outside', 'connected', 'transfer'],
        ['B', 'inbound', 'A', 'idle', 'transfer'],
      ],
    },
    attended: {
      before: 'A’s phone consults B about outside',
      happens: 'A’s phone transfers',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'connected', 'transfer'],
      ],
    },
    attendedWhileRinging: {
      before: 'A’s phone rings B about outside',
      happens: 'A’s phone transfers before B has answered',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'transfer'],
        ['A', 'outbound', 'B', 'idle', 'transfer'],
        ['B', 'inbound', 'outside', 'ringing', 'transfer'],
      ],
      told: 487,
    },
    attendedGone: {
      before: 'A’s phone consults B about outside',
      happens: 'B hangs up, and A’s phone transfers too late',
      changes: [
        ['A', 'outbound', 'B', 'idle', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'newCall'],
      ],
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
