import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ConferenceService } from '../service.ts';

export function deleteConference(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  operation(app, http, operations.deleteConference, async ({ caller, params }) => ({
    body: await service.delete(caller, params.conferenceId),
  }));
}
