import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { participantFields } from '../fields.ts';
import type { ParticipantService } from '../participant-service.ts';

export function getParticipants(app: FastifyInstance, http: HttpContext, service: ParticipantService): void {
  const o = operations.getParticipants;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields: participantFields, options: o.odata, byPosition: true });
    const { participants, next } = await service.list(caller, params.conferenceId, odata);
    const link = next === undefined ? undefined : nextLink(self, query, odata, next);
    return { body: collection(self, participants, link) };
  });
}
