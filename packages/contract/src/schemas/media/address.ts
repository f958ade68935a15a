import { type Static, Type } from 'typebox';
import { collection, collectionExample } from '../shared/collection.ts';

/** Where a conference can be reached; telephone numbers as `tel:`. */
export const Address = Type.Object({
  type: Type.Enum(['pstn', 'sip', 'webrtc'], { type: 'string' }),
  description: Type.String({ description: 'Where or for whom it is meant: internal, a country, toll free' }),
  url: Type.String({ pattern: '^[a-z]+:.+$' }),
  country: Type.Optional(Type.String({ description: 'ISO 3166-1 alpha-2' })),
  city: Type.Optional(Type.String()),
  tollFree: Type.Optional(Type.Boolean()),
});
export type Address = Static<typeof Address>;

export const AddressCollection = collection(Address);

const conferences = '/2017-09-01/conferences';
export const addressesExample = collectionExample(`${conferences}/addresses`, [
  { type: 'sip', description: 'Internal', url: 'sip:700@example.cordboard.local' },
  { type: 'pstn', description: 'Ottawa', url: 'tel:+16135550170', country: 'CA', city: 'Ottawa', tollFree: false },
] as const);
