import { defineOperation } from '../../operation.ts';
import {
  CreateNumberBody,
  createNumberExample,
  InboundNumber,
  inboundNumberExample,
} from '../../schemas/platform/inbound-number.ts';

export const createNumber = defineOperation({
  id: 'createNumber',
  api: 'platform',
  method: 'POST',
  path: '/numbers',
  summary: 'Add a number',
  description: 'For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Number',
  access: 'ACCOUNT_ADMIN',
  body: CreateNumberBody,
  example: createNumberExample,
  responses: { 201: { description: 'The new number', schema: InboundNumber, example: inboundNumberExample } },
  errors: [400, 403, 409],
  ours: true,
});
