import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function getOutboundRules(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.getOutboundRules, async ({ caller }) => ({ body: await service.rules.get(caller) }));
}
