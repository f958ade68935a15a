import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RingGroupService } from '../service.ts';

export function getRingGroup(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  operation(app, http, operations.getRingGroup, async ({ caller, params }) => ({
    body: await service.get(caller, params.ringGroupId),
  }));
}
