import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RingGroupService } from '../service.ts';

export function createRingGroup(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  operation(app, http, operations.createRingGroup, async ({ caller, body }) => ({
    body: await service.create(caller, body),
  }));
}
