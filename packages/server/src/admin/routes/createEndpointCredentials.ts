import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { AdminService } from '../service.ts';

export function createEndpointCredentials(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  operation(app, http, operations.createEndpointCredentials, async ({ caller, params }) => ({
    body: await service.lines.createCredentials(caller, params.endpointId),
    secret: true,
  }));
}
