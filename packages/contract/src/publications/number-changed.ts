import { BASE_PATH, topics } from '../names.ts';
import { getNumber } from '../operations/platform/getNumber.ts';
import { InboundNumber, inboundNumberExample } from '../schemas/platform/inbound-number.ts';
import { definePublication } from './publication.ts';
import { numberSubject } from './subjects.ts';

export const numberChanged = definePublication({
  id: 'numberChanged',
  summary: 'A number was added, leads elsewhere, or was removed',
  topic: topics.admin,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getNumber.path}`,
  content: InboundNumber,
  example: { method: 'POST', subject: numberSubject(inboundNumberExample.numberId), content: inboundNumberExample },
});
