import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function explainRoute(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.explainRoute, async ({ caller, query, self }) => ({
    body: await service.rules.explain(caller, { number: query.number, direction: query.direction ?? 'outbound' }, self),
  }));
}
