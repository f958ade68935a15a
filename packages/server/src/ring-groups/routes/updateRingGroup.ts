import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RingGroupService } from '../service.ts';

export function updateRingGroup(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  operation(app, http, operations.updateRingGroup, async ({ caller, params, body }) => ({
    body: await service.update(caller, params.ringGroupId, body),
  }));
}
