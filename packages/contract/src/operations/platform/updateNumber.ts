import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { InboundNumber, inboundNumberExample, UpdateNumberBody } from '../../schemas/platform/inbound-number.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateNumber = defineOperation({
  id: 'updateNumber',
  api: 'platform',
  method: 'PUT',
  path: '/numbers/{numberId}',
  summary: 'Change where a number leads',
  description: 'Only what is sent changes; null clears.',
  tag: 'Number',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ numberId: Identifier }),
  body: UpdateNumberBody,
  example: { destination: '2881' },
  responses: { 200: { description: 'The changed number', schema: InboundNumber, example: inboundNumberExample } },
  errors: [400, 403, 404, 409],
  ours: true,
});
