import { defineOperation } from '../../operation.ts';
import { InboundNumber, inboundNumberExample } from '../../schemas/platform/inbound-number.ts';
import { collection, collectionExample } from '../../schemas/shared/collection.ts';

export const listNumbers = defineOperation({
  id: 'listNumbers',
  api: 'platform',
  method: 'GET',
  path: '/numbers',
  summary: 'List our numbers in the telephone network',
  description: 'For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Number',
  access: 'ACCOUNT_ADMIN',
  responses: {
    200: {
      description: 'The numbers',
      schema: collection(InboundNumber),
      example: collectionExample('/2017-09-01/numbers', [inboundNumberExample]),
    },
  },
  errors: [403],
  ours: true,
});
