import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import type { Conferences } from './open-conferences.ts';
import { createConference } from './routes/createConference.ts';
import { createParticipant } from './routes/createParticipant.ts';
import { createParticipantConnection } from './routes/createParticipantConnection.ts';
import { deleteConference } from './routes/deleteConference.ts';
import { deleteParticipant } from './routes/deleteParticipant.ts';
import { getConference } from './routes/getConference.ts';
import { getConferences } from './routes/getConferences.ts';
import { getParticipant } from './routes/getParticipant.ts';
import { getParticipants } from './routes/getParticipants.ts';
import { getUserAttendances } from './routes/getUserAttendances.ts';
import { getUserConferences } from './routes/getUserConferences.ts';
import { runConferenceControlCommand } from './routes/runConferenceControlCommand.ts';
import { searchConferenceContent } from './routes/searchConferenceContent.ts';
import { updateConference } from './routes/updateConference.ts';
import { updateConferenceParticipant } from './routes/updateConferenceParticipant.ts';

export { openConferences } from './open-conferences.ts';

const conferenceRoutesOf = [
  createConference,
  deleteConference,
  getConference,
  getConferences,
  getUserConferences,
  updateConference,
];

const participantRoutesOf = [
  createParticipant,
  createParticipantConnection,
  deleteParticipant,
  getParticipant,
  getParticipants,
  runConferenceControlCommand,
  updateConferenceParticipant,
];

/** Serves conferences, their participants, and who attended. */
export function conferenceRoutes(app: FastifyInstance, http: HttpContext, o: Conferences): void {
  searchConferenceContent(app, http, o.search);
  for (const route of conferenceRoutesOf) route(app, http, o.conferences);
  for (const route of participantRoutesOf) route(app, http, o.participants);
  getUserAttendances(app, http, o.attendances);
}
