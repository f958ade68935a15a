import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { EndpointService } from '../service.ts';

export function updateEndpoint(app: FastifyInstance, http: HttpContext, service: EndpointService): void {
  operation(app, http, operations.updateEndpoint, async ({ caller, params, body }) => ({
    body: await service.update(caller, params.endpointId, body),
  }));
}
