import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { MediaService } from '../service.ts';

export function updateCallByEndpointId(app: FastifyInstance, http: HttpContext, service: MediaService): void {
  operation(app, http, operations.updateCallByEndpointId, async ({ caller, params, body }) => ({
    body: await service.act(caller, params.endpointId, params.callId, body),
  }));
}
