import { BASE_PATH, topics } from '../names.ts';
import { getOutboundRules } from '../operations/platform/getOutboundRules.ts';
import { OutboundRules, outboundRulesExample } from '../schemas/platform/outbound-rules.ts';
import { definePublication } from './publication.ts';
import { outboundRulesSubject } from './subjects.ts';

export const outboundRulesChanged = definePublication({
  id: 'outboundRulesChanged',
  summary: 'The outbound rules were replaced',
  topic: topics.admin,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getOutboundRules.path}`,
  content: OutboundRules,
  example: { method: 'PUT', subject: outboundRulesSubject(), content: outboundRulesExample },
});
