import { BASE_PATH, topics } from '../names.ts';
import { getEndpoint } from '../operations/media/getEndpoint.ts';
import { EndpointContent, endpointContentExample } from '../schemas/notifications/endpoint-content.ts';
import { definePublication } from './publication.ts';
import { endpointSubject } from './subjects.ts';

export const endpointChanged = definePublication({
  id: 'endpointChanged',
  summary: 'What an endpoint is set to changed: do not disturb, message waiting, routing, availability',
  topic: topics.media,
  methods: ['PUT'],
  subject: `${BASE_PATH}${getEndpoint.path}`,
  content: EndpointContent,
  example: { method: 'PUT', subject: endpointSubject('2880'), content: endpointContentExample },
});
