import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createConference } from './routes/createConference.ts';
import { deleteConference } from './routes/deleteConference.ts';
import { getConference } from './routes/getConference.ts';
import { getConferences } from './routes/getConferences.ts';
import { getUserConferences } from './routes/getUserConferences.ts';
import { updateConference } from './routes/updateConference.ts';
import type { ConferenceService } from './service.ts';

export { ConferenceService } from './service.ts';

const routes = [
  createConference,
  deleteConference,
  getConference,
  getConferences,
  getUserConferences,
  updateConference,
];

/** Serves conferences. */
export function conferenceRoutes(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  for (const route of routes) route(app, http, service);
}
