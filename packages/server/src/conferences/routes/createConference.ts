import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ConferenceService } from '../service.ts';

export function createConference(app: FastifyInstance, http: HttpContext, service: ConferenceService): void {
  operation(app, http, operations.createConference, async ({ caller, body }) => ({
    body: await service.create(caller, body),
  }));
}
