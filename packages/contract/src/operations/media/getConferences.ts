import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { ConferenceCollection, conferenceExample } from '../../schemas/media/conference.ts';
import { collectionExample } from '../../schemas/shared/collection.ts';

export const getConferences = defineOperation({
  id: 'getConferences',
  api: 'media',
  method: 'GET',
  path: '/conferences',
  summary: 'List conferences',
  description: 'Clients may also send containsAllParticipants with principalIds between commas.',
  tag: 'Conference',
  access: 'USER',
  query: Type.Object({ containsAllParticipants: Type.Optional(Type.String({ maxLength: 4096 })) }),
  odata: ['$skip', '$skiptoken', '$top', '$filter', '$orderby', '$expand'],
  responses: {
    200: {
      description: 'A page of conferences',
      schema: ConferenceCollection,
      example: collectionExample('/2017-09-01/conferences', [conferenceExample]),
    },
  },
  errors: [400],
});
