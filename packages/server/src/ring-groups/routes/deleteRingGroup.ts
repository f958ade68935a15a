import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RingGroupService } from '../service.ts';

export function deleteRingGroup(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  operation(app, http, operations.deleteRingGroup, async ({ caller, params }) => ({
    body: await service.delete(caller, params.ringGroupId),
  }));
}
