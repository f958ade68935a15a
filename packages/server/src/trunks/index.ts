import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createNumber } from './routes/createNumber.ts';
import { createTrunk } from './routes/createTrunk.ts';
import { deleteNumber } from './routes/deleteNumber.ts';
import { deleteTrunk } from './routes/deleteTrunk.ts';
import { explainRoute } from './routes/explainRoute.ts';
import { getNumber } from './routes/getNumber.ts';
import { getOutboundRules } from './routes/getOutboundRules.ts';
import { getTrunk } from './routes/getTrunk.ts';
import { listNumbers } from './routes/listNumbers.ts';
import { listTrunks } from './routes/listTrunks.ts';
import { updateNumber } from './routes/updateNumber.ts';
import { updateOutboundRules } from './routes/updateOutboundRules.ts';
import { updateTrunk } from './routes/updateTrunk.ts';
import type { TrunksService } from './service.ts';

export { emergencyWarning } from './emergency-warning.ts';
export { TrunksService } from './service.ts';

const routes = [
  createNumber,
  createTrunk,
  deleteNumber,
  deleteTrunk,
  explainRoute,
  getNumber,
  getOutboundRules,
  getTrunk,
  listNumbers,
  listTrunks,
  updateNumber,
  updateOutboundRules,
  updateTrunk,
];

/** Serves trunks, numbers and outbound rules. */
export function trunkRoutes(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  for (const route of routes) route(app, http, service);
}
