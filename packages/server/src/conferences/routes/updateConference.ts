import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ConferenceService } from '../service.ts';

export function updateConference(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  operation(app, http, operations.updateConference, async ({ caller, params, body }) => ({
    body: await service.update(caller, params.conferenceId, body),
  }));
}
