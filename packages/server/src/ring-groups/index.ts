import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createRingGroup } from './routes/createRingGroup.ts';
import { deleteRingGroup } from './routes/deleteRingGroup.ts';
import { getRingGroup } from './routes/getRingGroup.ts';
import { listRingGroups } from './routes/listRingGroups.ts';
import { updateRingGroup } from './routes/updateRingGroup.ts';
import type { RingGroupService } from './service.ts';

export { RingGroupService } from './service.ts';

const routes = [createRingGroup, deleteRingGroup, getRingGroup, listRingGroups, updateRingGroup];

/** Serves ring groups. */
export function ringGroupRoutes(app: FastifyInstance, http: HttpContext, service: RingGroupService): void {
  for (const route of routes) route(app, http, service);
}
