import { type Static, Type } from 'typebox';
import { auditFields } from '../shared/audit.ts';
import { exampleAudit } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';
import { DisplayText } from '../shared/text.ts';

const fields = {
  number: Type.String({ pattern: '^[0-9*#]{1,20}$', description: 'By which it is called; no extension has it' }),
  name: DisplayText,
  strategy: Type.Enum(['all', 'inOrder', 'roundRobin', 'longestIdle'], {
    type: 'string',
    description: 'Whom it rings first; `all` rings everybody at once',
  }),
  members: Type.Array(Type.String({ minLength: 1, maxLength: 20 }), {
    maxItems: 100,
    uniqueItems: true,
    description: 'Endpoints of the account, in their order',
  }),
  ringSeconds: Type.Integer({ minimum: 1, maximum: 300, description: 'How long all, or each one, may ring' }),
};
const overflow = Type.String({ minLength: 1, maxLength: 64, description: 'Where a call goes that nobody takes' });

/** A number that rings several endpoints until one of them answers. */
export const RingGroup = Type.Object({
  ringGroupId: Type.String(),
  accountId: Type.String(),
  ...fields,
  overflow: Type.Optional(overflow),
  ...auditFields,
  _links: SelfLink,
});
export type RingGroup = Static<typeof RingGroup>;

const { number, name, strategy, members, ringSeconds } = fields;

export const CreateRingGroupBody = Type.Object({
  number,
  name,
  strategy: Type.Optional(strategy),
  members,
  ringSeconds: Type.Optional(ringSeconds),
  overflow: Type.Optional(nullable(overflow)),
});
export type CreateRingGroupBody = Static<typeof CreateRingGroupBody>;

/** What is absent stays as it is. */
export const UpdateRingGroupBody = Type.Partial(CreateRingGroupBody);
export type UpdateRingGroupBody = Static<typeof UpdateRingGroupBody>;

const ringGroupId = '7d2c5a10-3b8e-4f61-9c02-5e4d3a2b1c0f';

export const createRingGroupExample = {
  number: '2900',
  name: 'Sales',
  strategy: 'longestIdle',
  members: ['2880', '2881'],
  ringSeconds: 20,
  overflow: '2890',
} as const;

export const ringGroupExample = {
  ringGroupId,
  accountId: '3f1c0f4e-6a52-4e0b-9f0a-7a2f7f6d8c11',
  ...createRingGroupExample,
  members: ['2880', '2881'],
  ...exampleAudit,
  _links: { self: `/2017-09-01/ringGroups/${ringGroupId}` },
} as const;
