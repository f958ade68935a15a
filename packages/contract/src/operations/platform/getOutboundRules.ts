import { defineOperation } from '../../operation.ts';
import { OutboundRules, outboundRulesExample } from '../../schemas/platform/outbound-rules.ts';

export const getOutboundRules = defineOperation({
  id: 'getOutboundRules',
  api: 'platform',
  method: 'GET',
  path: '/outboundRules',
  summary: 'Get the outbound rules',
  description: 'For the administrator of the server: PARTNER_ADMIN, or ACCOUNT_ADMIN where there is one account.',
  tag: 'Route',
  access: 'ACCOUNT_ADMIN',
  responses: { 200: { description: 'The rules', schema: OutboundRules, example: outboundRulesExample } },
  errors: [403],
  ours: true,
});
