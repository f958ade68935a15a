import { Type } from 'typebox';
import { defineOperation } from '../../operation.ts';
import { Call, callExample } from '../../schemas/media/call.ts';
import { CallActionBody } from '../../schemas/media/call-action.ts';
import { Identifier } from '../../schemas/shared/text.ts';

export const updateCallByEndpointId = defineOperation({
  id: 'updateCallByEndpointId',
  api: 'media',
  method: 'PUT',
  path: '/endpoints/{endpointId}/calls/{callId}',
  summary: 'Do something with a call',
  description:
    'answer, end, hold (on a held call: retrieve), retrieve; redirect a ringing call to `destination`; blindTransfer and ' +
    'consult a `destination`; supervisedTransfer with the id of the other call in `args`; conference; dtmf with digits in ' +
    '`args`; pauseRecording, resumeRecording, tagRecording with JSON text in `args`.',
  tag: 'Endpoint',
  access: 'USER',
  params: Type.Object({ endpointId: Identifier, callId: Identifier }),
  body: CallActionBody,
  example: { action: 'redirect', destination: '2881' },
  responses: {
    200: { description: 'The call after the action', schema: Call, example: callExample },
    202: { description: 'Accepted; a notification tells the outcome' },
  },
  errors: [400, 403, 404, 409, 501, 503, 504],
});
