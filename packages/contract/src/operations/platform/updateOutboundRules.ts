import { defineOperation } from '../../operation.ts';
import {
  OutboundRules,
  outboundRulesExample,
  UpdateOutboundRulesBody,
  updateOutboundRulesExample,
} from '../../schemas/platform/outbound-rules.ts';

export const updateOutboundRules = defineOperation({
  id: 'updateOutboundRules',
  api: 'platform',
  method: 'PUT',
  path: '/outboundRules',
  summary: 'Replace the outbound rules',
  description:
    'They count from the next call on. For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Route',
  access: 'ACCOUNT_ADMIN',
  body: UpdateOutboundRulesBody,
  example: updateOutboundRulesExample,
  responses: { 200: { description: 'The rules', schema: OutboundRules, example: outboundRulesExample } },
  errors: [400, 403],
  ours: true,
});
