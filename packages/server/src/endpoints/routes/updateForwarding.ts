import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { EndpointService } from '../service.ts';

export function updateForwarding(app: FastifyInstance, http: HttpContext, service: EndpointService): void {
  operation(app, http, operations.updateForwarding, async ({ caller, params, body }) => ({
    body: await service.updateForwarding(caller, params.endpointId, body),
  }));
}
