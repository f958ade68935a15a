import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { ConferenceCollection, conferenceExample } from '../../schemas/media/conference.ts';
import { collectionExample } from '../../schemas/shared/collection.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getUserConferences = defineOperation({
  id: 'getUserConferences',
  api: 'media',
  method: 'GET',
  path: '/users/{userId}/conferences',
  summary: 'List the conferences of a user',
  tag: 'Conference',
  access: 'USER',
  params: Type.Object({ userId: Identifier }),
  odata: ['$skip', '$top', '$skiptoken', '$filter', '$orderby', '$expand'],
  responses: {
    200: {
      description: 'A page of conferences',
      schema: ConferenceCollection,
      example: collectionExample('/2017-09-01/conferences', [conferenceExample]),
    },
  },
  errors: [400, 403, 504],
});
