import { BASE_PATH, topics } from '../names.ts';
import { getRecording } from '../operations/media/getRecording.ts';
import { RecordingContent, recordingContentExample } from '../schemas/notifications/recording-content.ts';
import { definePublication } from './publication.ts';
import { recordingSubject } from './subjects.ts';

export const recordingChanged = definePublication({
  id: 'recordingChanged',
  summary: 'A recording began, changed, ended or was deleted',
  topic: topics.media,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getRecording.path}`,
  content: RecordingContent,
  example: {
    method: 'PUT',
    subject: recordingSubject(recordingContentExample.recordingId),
    content: recordingContentExample,
  },
});
