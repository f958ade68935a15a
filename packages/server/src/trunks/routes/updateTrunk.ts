import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function updateTrunk(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.updateTrunk, async ({ caller, params, body }) => ({
    body: await service.trunks.update(caller, params.trunkId, body),
  }));
}
