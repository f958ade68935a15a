import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ParticipantService } from '../participant-service.ts';

export function runConferenceControlCommand(
  app: FastifyInstance,
  http: HttpContext,
  service: ParticipantService,
): void {
  operation(app, http, operations.runConferenceControlCommand, async ({ caller, params, body }) => ({
    body: await service.command(caller, params.conferenceId, body.action),
  }));
}
