import { BASE_PATH, topics } from '../names.ts';
import { getVoicemail } from '../operations/platform/getVoicemail.ts';
import { VoicemailContent, voicemailContentExample } from '../schemas/notifications/endpoint-content.ts';
import { voicemailExample } from '../schemas/platform/voicemail.ts';
import { definePublication } from './publication.ts';
import { voicemailSubject } from './subjects.ts';

export const voicemailChanged = definePublication({
  id: 'voicemailChanged',
  summary: 'A message was left in a mailbox, heard or deleted',
  topic: topics.media,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getVoicemail.path}`,
  content: VoicemailContent,
  example: {
    method: 'POST',
    subject: voicemailSubject('2880', voicemailExample.messageId),
    content: voicemailContentExample,
  },
});
