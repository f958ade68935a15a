import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { EndpointService } from '../service.ts';

export function getEndpoint(app: FastifyInstance, http: HttpContext, service: EndpointService): void {
  operation(app, http, operations.getEndpoint, async ({ caller, params }) => ({
    body: await service.get(caller, params.endpointId),
  }));
}
