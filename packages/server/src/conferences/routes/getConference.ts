import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import { readQuestion } from '../read-question.ts';
import type { ConferenceService } from '../service.ts';

export function getConference(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  const o = operations.getConference;
  operation(app, http, o, async ({ caller, params, query }) => {
    readQuestion(query, o.odata);
    return { body: await service.get(caller, params.conferenceId) };
  });
}
