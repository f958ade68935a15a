import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation } from '../../http/index.ts';
import { readQuestion } from '../read-question.ts';
import type { ConferenceService } from '../service.ts';

export function getUserConferences(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  const o = operations.getUserConferences;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = readQuestion(query, o.odata);
    const { conferences, next } = await service.listOfUser(caller, params.userId, odata);
    return { body: collection(self, conferences, next === undefined ? undefined : nextLink(self, query, odata, next)) };
  });
}
