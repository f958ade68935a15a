import { BASE_PATH, topics } from '../names.ts';
import { getRingGroup } from '../operations/platform/getRingGroup.ts';
import { RingGroup, ringGroupExample } from '../schemas/platform/ring-group.ts';
import { definePublication } from './publication.ts';
import { ringGroupSubject } from './subjects.ts';

export const ringGroupChanged = definePublication({
  id: 'ringGroupChanged',
  summary: 'A ring group was created, changed or deleted; for administrators',
  topic: topics.media,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getRingGroup.path}`,
  content: RingGroup,
  example: { method: 'POST', subject: ringGroupSubject(ringGroupExample.ringGroupId), content: ringGroupExample },
});
