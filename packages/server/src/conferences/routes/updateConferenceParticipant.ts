import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function updateConferenceParticipant(
  app: FastifyInstance,
  http: HttpContext,
  service: ParticipantService,
): void {
  operation(app, http, operations.updateConferenceParticipant, async ({ caller, params, body }) => ({
    body: await service.update(caller, params.conferenceId, params.participantId, body),
  }));
}
