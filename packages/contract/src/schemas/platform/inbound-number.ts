import { type Static, Type } from 'typebox';
import { exampleAudit } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';
import { DisplayText } from '../shared/text.ts';
import { OutsideNumber, Trunk } from './trunk.ts';

const Destination = Type.String({ minLength: 1, maxLength: 64, description: 'Extension or group that rings' });
const { createdOn, createdBy, modifiedOn, modifiedBy } = Trunk.properties;

/** One of our numbers in the telephone network (DID). */
export const InboundNumber = Type.Object({
  numberId: Type.String(),
  number: Type.String({ description: 'E.164 where it could be read' }),
  destination: Type.Optional(Type.String({ description: 'Absent: calls to the number are refused' })),
  mainOf: Type.Optional(Type.String({ description: 'Account whose callers show it when they have none of their own' })),
  location: Type.Optional(Type.String({ description: 'Where who calls with it is to be found, for emergency calls' })),
  readOnly: Type.Boolean({ description: 'Comes from the settings of the server' }),
  createdOn,
  createdBy,
  modifiedOn,
  modifiedBy,
  _links: SelfLink,
});
export type InboundNumber = Static<typeof InboundNumber>;

const details = {
  destination: Type.Optional(nullable(Destination)),
  mainOf: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 64 }))),
  location: Type.Optional(nullable(DisplayText)),
};

/** Without a destination its calls are refused. */
export const CreateNumberBody = Type.Object({ number: OutsideNumber, ...details }, { additionalProperties: true });
export type CreateNumberBody = Static<typeof CreateNumberBody>;

/** Only what is sent changes; null clears. The number itself stays: another number is another one. */
export const UpdateNumberBody = Type.Object(details, { additionalProperties: true });
export type UpdateNumberBody = Static<typeof UpdateNumberBody>;

export const createNumberExample = {
  number: '+1 613 555 0199',
  destination: '2880',
  location: '1 Main Street, Ottawa',
} as const;

export const inboundNumberExample = {
  numberId: '0193f2b4-8c21-7d4f-8e66-2b3c4d5e6f70',
  number: '+16135550199',
  destination: '2880',
  location: '1 Main Street, Ottawa',
  readOnly: false,
  ...exampleAudit,
  _links: { self: '/2017-09-01/numbers/0193f2b4-8c21-7d4f-8e66-2b3c4d5e6f70' },
} as const;
