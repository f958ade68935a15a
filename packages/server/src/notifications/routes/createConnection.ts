import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { ConnectionService } from '../connection-service.ts';

export function createConnection(app: FastifyInstance, http: HttpContext, service: ConnectionService): void {
  operation(app, http, operations.createConnection, async ({ caller, body }) => ({
    body: await service.create(caller, body),
    secret: true,
  }));
}
