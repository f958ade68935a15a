import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { InboundNumber, inboundNumberExample } from '../../schemas/platform/inbound-number.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const deleteNumber = defineOperation({
  id: 'deleteNumber',
  api: 'platform',
  method: 'DELETE',
  path: '/numbers/{numberId}',
  summary: 'Remove a number',
  tag: 'Number',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ numberId: Identifier }),
  responses: { 200: { description: 'The removed number', schema: InboundNumber, example: inboundNumberExample } },
  errors: [403, 404, 409],
  ours: true,
});
