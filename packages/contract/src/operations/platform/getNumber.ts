import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { InboundNumber, inboundNumberExample } from '../../schemas/platform/inbound-number.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getNumber = defineOperation({
  id: 'getNumber',
  api: 'platform',
  method: 'GET',
  path: '/numbers/{numberId}',
  summary: 'Get a number',
  tag: 'Number',
  access: 'ACCOUNT_ADMIN',
  params: Type.Object({ numberId: Identifier }),
  responses: { 200: { description: 'The number', schema: InboundNumber, example: inboundNumberExample } },
  errors: [403, 404],
  ours: true,
});
