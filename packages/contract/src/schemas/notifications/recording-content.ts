import { type Static, Type } from 'typebox';
import { Recording, recordingExample } from '../media/recording.ts';
import { exampleIds } from '../shared/example-ids.ts';

export const recordingStates = ['recording', 'paused', 'ended', 'failed'] as const;

const { _embedded: _, ...recordingFields } = Recording.properties;

/** Content of a recording's publication: the recording, how it stands, and whose it is. */
export const RecordingContent = Type.Object({
  ...recordingFields,
  state: Type.Enum([...recordingStates], { type: 'string' }),
  cause: Type.Optional(Type.String({ description: 'Why it broke off: diskFull, serverStopped, ...' })),
  callIds: Type.Array(Type.String(), { description: 'Every call that it heard' }),
  tags: Type.Record(Type.String(), Type.String()),
  endpointId: Type.String(),
  accountId: Type.String(),
  principalId: Type.String({ description: 'Whose endpoint it is' }),
  timestamp: Type.Integer({ minimum: 0, description: 'Milliseconds since 1970' }),
  eventType: Type.Enum(['RecordingStateNotification'], { type: 'string' }),
});
export type RecordingContent = Static<typeof RecordingContent>;

export const recordingContentExample = {
  ...recordingExample,
  state: 'ended',
  callIds: ['23', '24'],
  tags: { order: '1207' },
  endpointId: '2880',
  accountId: exampleIds.accountId,
  principalId: exampleIds.userId,
  timestamp: 1_777_887_264_000,
  eventType: 'RecordingStateNotification',
} as const;
