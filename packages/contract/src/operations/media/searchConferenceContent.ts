import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { ContentResultCollection, contentResultsExample } from '../../schemas/media/conference-content.ts';

export const searchConferenceContent = defineOperation({
  id: 'searchConferenceContent',
  api: 'media',
  method: 'GET',
  path: '/conferences/content',
  summary: 'Search the conferences',
  tag: 'Conference',
  access: 'USER',
  query: Type.Object({ $search: Type.String({ maxLength: 1024, description: 'One or more words' }) }),
  odata: ['$skip', '$top', '$filter', '$expand'],
  responses: {
    200: { description: 'A page of findings', schema: ContentResultCollection, example: contentResultsExample },
  },
  errors: [400],
});
