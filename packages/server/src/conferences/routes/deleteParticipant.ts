import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function deleteParticipant(app: FastifyInstance, http: HttpContext, service: ParticipantService): void {
  operation(app, http, operations.deleteParticipant, async ({ caller, params }) => ({
    body: await service.delete(caller, params.conferenceId, params.participantId),
  }));
}
