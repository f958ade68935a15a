import { BASE_PATH, topics } from '../names.ts';
import { getConference } from '../operations/media/getConference.ts';
import { ConferenceEvent, conferenceEventExample } from '../schemas/notifications/conference-event.ts';
import { definePublication } from './publication.ts';
import { conferenceSubject } from './subjects.ts';

export const conferenceChanged = definePublication({
  id: 'conferenceChanged',
  summary: 'A conference was created, changed, began, ended or was deleted',
  topic: topics.media,
  methods: ['POST', 'PUT', 'DELETE'],
  subject: `${BASE_PATH}${getConference.path}`,
  content: ConferenceEvent,
  example: {
    method: 'PUT',
    subject: conferenceSubject(conferenceEventExample.id),
    content: conferenceEventExample,
  },
});
