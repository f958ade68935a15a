import { BASE_PATH, topics } from '../names.ts';
import { getForwarding } from '../operations/platform/getForwarding.ts';
import { ForwardingContent, forwardingContentExample } from '../schemas/notifications/endpoint-content.ts';
import { definePublication } from './publication.ts';
import { forwardingSubject } from './subjects.ts';

export const forwardingChanged = definePublication({
  id: 'forwardingChanged',
  summary: 'The calls of an endpoint are forwarded otherwise',
  topic: topics.media,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getForwarding.path}`,
  content: ForwardingContent,
  example: { method: 'PUT', subject: forwardingSubject('2880'), content: forwardingContentExample },
});
