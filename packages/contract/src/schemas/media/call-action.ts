import { type Static, Type } from 'typebox';

/** What may be done with a call (contract section 4, "Call actions"). */
export const callActions = [
  'answer',
  'end',
  'hold',
  'retrieve',
  'redirect',
  'blindTransfer',
  'consult',
  'supervisedTransfer',
  'conference',
  'dtmf',
  'pauseRecording',
  'resumeRecording',
  'tagRecording',
] as const;
export type CallActionName = (typeof callActions)[number];

/**
 * Open: Mitel's own programs send fields that its schema does not list. The argument of an action is read from
 * `destination`, else `args`, else `callId`; an argument that the action does not need is ignored.
 */
export const CallActionBody = Type.Object(
  {
    action: Type.Enum([...callActions], { type: 'string' }),
    args: Type.Optional(
      Type.String({ maxLength: 4096, description: 'Destination, other callId, digits or JSON, by action' }),
    ),
    destination: Type.Optional(
      Type.String({ maxLength: 256, description: 'Number to move the call to; wins over args' }),
    ),
    callId: Type.Optional(Type.String({ maxLength: 256, description: 'The other call of a supervisedTransfer' })),
  },
  { additionalProperties: true },
);
export type CallActionBody = Static<typeof CallActionBody>;
