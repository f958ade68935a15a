import type { Row } from '../row.ts';

export const elsewhere = {
  title: 'Somebody else has the call (completed elsewhere)',
  text: 'Phones that stop ringing because another one has the call are told so (RFC 3326: SIP, cause 200) and show no missed call. An endpoint with several phones has one call.',
  rows: {
    otherPhone: {
      before: 'nothing',
      happens: 'outside dials A, which has two phones, and one of them is lifted',
      changes: [
        ['A', 'inbound', 'outside', 'ringing', 'newCall'],
        ['A', 'inbound', 'outside', 'connected', 'newCall'],
      ],
    },
    pickedUp: {
      before: 'outside rings A',
      happens: 'C picks the call up (**)',
      changes: [
        ['A', 'inbound', 'outside', 'idle', 'redirected'],
        ['C', 'inbound', 'outside', 'ringing', 'redirected'],
        ['C', 'inbound', 'outside', 'connected', 'redirected'],
      ],
    },
    otherMember: {
      before: 'G rings B and C for A',
      happens: 'C is lifted',
      changes: [
        ['A', 'outbound', 'C', 'connected', 'newCall'],
        ['B', 'inbound', 'A', 'idle', 'redirected'],
        ['C', 'inbound', 'A', 'connected', 'newCall'],
      ],
    },
  },
} as const satisfies { title: string; text: string; rows: Record<string, Row> };
