import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const getRecordingMedia = defineOperation({
  id: 'getRecordingMedia',
  api: 'platform',
  method: 'GET',
  path: '/recordings/{recordingId}/media',
  summary: 'Get the sound of a recording',
  description: 'The address is given by GET /recordings/{recordingId}?$expand=media and is good for ten minutes.',
  tag: 'Recording',
  access: 'public',
  params: Type.Object({ recordingId: Identifier }),
  query: Type.Object({
    expires: Type.String({ pattern: '^[0-9]{1,15}$', description: 'Milliseconds since 1970' }),
    signature: Type.String({ maxLength: 100 }),
  }),
  responses: {
    200: { description: 'The whole file, audio/wav' },
    206: { description: 'The part of it that the header Range asked for (RFC 9110 section 14)' },
    416: { description: 'The file has no such part' },
  },
  errors: [400, 403, 404, 410],
  ours: true,
});
