import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { getEndpoint } from './routes/getEndpoint.ts';
import { getForwarding } from './routes/getForwarding.ts';
import { updateEndpoint } from './routes/updateEndpoint.ts';
import { updateForwarding } from './routes/updateForwarding.ts';
import type { EndpointService } from './service.ts';

export { EndpointService } from './service.ts';

const routes = [getEndpoint, getForwarding, updateEndpoint, updateForwarding];

/** Serves endpoints and their settings. */
export function endpointRoutes(app: FastifyInstance, http: HttpContext, service: EndpointService): void {
  for (const route of routes) route(app, http, service);
}
