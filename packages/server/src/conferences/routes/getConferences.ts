import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { badRequest, collection, type HttpContext, nextLink, operation } from '../../http/index.ts';
import { readQuestion } from '../read-question.ts';
import type { ConferenceService } from '../service.ts';

/** Each is a part of the question to the database. */
const MOST_PARTICIPANTS = 20;

export function getConferences(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  const o = operations.getConferences;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = readQuestion(query, o.odata);
    const { conferences, next } = await service.list(caller, odata, readParticipants(query.containsAllParticipants));
    return { body: collection(self, conferences, next === undefined ? undefined : nextLink(self, query, odata, next)) };
  });
}

function readParticipants(text = ''): string[] {
  const ids = text.split(',').flatMap((id) => id.trim() || []);
  if (ids.length <= MOST_PARTICIPANTS) return ids;
  throw badRequest('containsAllParticipants', `It takes at most ${MOST_PARTICIPANTS} participants.`);
}
