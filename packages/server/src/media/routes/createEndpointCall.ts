import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { MediaService } from '../service.ts';

export function createEndpointCall(app: FastifyInstance, http: HttpContext, service: MediaService): void {
  operation(app, http, operations.createEndpointCall, async ({ caller, params, body }) => ({
    body: await service.makeCall(caller, params.endpointId, body),
  }));
}
