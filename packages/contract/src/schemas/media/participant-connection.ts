import { type Static, Type } from 'typebox';
import { exampleIds } from '../shared/example-ids.ts';

/** What a participant's client needs to join the streams of a conference. */
export const ParticipantConnection = Type.Object(
  {
    token: Type.String({ description: 'Opens the streams' }),
    mediaUrl: Type.String(),
    signalingUrl: Type.String(),
    turnUrl: Type.String(),
    screenDataUrl: Type.Optional(Type.String()),
    screenSharingUrl: Type.Optional(Type.String()),
    screenViewingUrl: Type.Optional(Type.String()),
    externalId: Type.String({ description: 'Id of the connection' }),
    externalConferenceId: Type.String(),
  },
  { additionalProperties: false },
);
export type ParticipantConnection = Static<typeof ParticipantConnection>;

export const participantConnectionExample = {
  token: 'q8Yt2LwK5nRz',
  mediaUrl: 'wss://pbx.example.com/media',
  signalingUrl: 'wss://pbx.example.com/signaling',
  turnUrl: 'turn:pbx.example.com:3478',
  externalId: 'b2c4',
  externalConferenceId: exampleIds.conferenceId,
} as const;
