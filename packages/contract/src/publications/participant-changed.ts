import { BASE_PATH, topics } from '../names.ts';
import { getParticipant } from '../operations/media/getParticipant.ts';
import { ParticipantEvent, participantEventExample } from '../schemas/notifications/conference-event.ts';
import { definePublication } from './publication.ts';
import { participantSubject } from './subjects.ts';

export const participantChanged = definePublication({
  id: 'participantChanged',
  summary: 'Somebody was invited to a conference, came, waits, was muted, or left',
  topic: topics.media,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getParticipant.path}`,
  content: ParticipantEvent,
  example: {
    method: 'PUT',
    subject: participantSubject(participantEventExample.conferenceId, participantEventExample.participantId),
    content: participantEventExample,
  },
});
