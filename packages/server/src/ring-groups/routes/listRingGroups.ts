import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { ringGroupFields } from '../repository.ts';
import type { RingGroupService } from '../service.ts';

export function listRingGroups(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  const o = operations.listRingGroups;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = parseOData(query, { fields: ringGroupFields, options: o.odata });
    const { groups, more } = await service.list(caller, odata);
    return { body: collection(self, groups, more ? nextLink(self, query, odata) : undefined) };
  });
}
