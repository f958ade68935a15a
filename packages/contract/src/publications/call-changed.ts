import { BASE_PATH, topics } from '../names.ts';
import { getEndpointCall } from '../operations/media/getEndpointCall.ts';
import { CallContent, callContentExample } from '../schemas/notifications/call-content.ts';
import { definePublication } from './publication.ts';
import { callSubject } from './subjects.ts';

export const callChanged = definePublication({
  id: 'callChanged',
  summary: 'A call of an endpoint changed its state',
  topic: topics.media,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getEndpointCall.path}`,
  content: CallContent,
  example: { method: 'PUT', subject: callSubject('2880', '23'), content: callContentExample },
});
