import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { EndpointService } from '../service.ts';

export function getForwarding(app: FastifyInstance, http: HttpContext, service: EndpointService): void {
  operation(app, http, operations.getForwarding, async ({ caller, params }) => ({
    body: await service.getForwarding(caller, params.endpointId),
  }));
}
