import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function createParticipant(app: FastifyInstance, http: HttpContext, service: ParticipantService): void {
  operation(app, http, operations.createParticipant, async ({ caller, params, body }) => ({
    body: await service.create(caller, params.conferenceId, body),
  }));
}
