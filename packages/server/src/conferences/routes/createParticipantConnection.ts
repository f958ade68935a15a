import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function createParticipantConnection(
  app: FastifyInstance,
  http: HttpContext,
  service: ParticipantService,
): void {
  operation(app, http, operations.createParticipantConnection, async ({ caller, params }) => ({
    body: await service.connect(caller, params.conferenceId, params.participantId),
  }));
}
