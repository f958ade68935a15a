import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function getParticipant(app: FastifyInstance, http: HttpContext, service: ParticipantService): void {
  operation(app, http, operations.getParticipant, async ({ caller, params }) => ({
    body: await service.get(caller, params.conferenceId, params.participantId),
  }));
}
