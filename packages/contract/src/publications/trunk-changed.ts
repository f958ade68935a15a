import { BASE_PATH, topics } from '../names.ts';
import { getTrunk } from '../operations/platform/getTrunk.ts';
import { Trunk, trunkExample } from '../schemas/platform/trunk.ts';
import { definePublication } from './publication.ts';
import { trunkSubject } from './subjects.ts';

export const trunkChanged = definePublication({
  id: 'trunkChanged',
  summary: 'A trunk was added, changed or removed',
  topic: topics.admin,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getTrunk.path}`,
  content: Trunk,
  example: { method: 'POST', subject: trunkSubject(trunkExample.trunkId), content: trunkExample },
});
