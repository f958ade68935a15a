import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import type { ConnectionService } from './connection-service.ts';
import { createConnection } from './routes/createConnection.ts';
import { createSubscription } from './routes/createSubscription.ts';
import { deleteSubscription } from './routes/deleteSubscription.ts';
import { deleteSubscriptions } from './routes/deleteSubscriptions.ts';
import { getSubscription } from './routes/getSubscription.ts';
import { listSubscriptions } from './routes/listSubscriptions.ts';
import { rotateSubscriptionSecret } from './routes/rotateSubscriptionSecret.ts';
import { updateSubscription } from './routes/updateSubscription.ts';
import type { SubscriptionService } from './service.ts';

const routes = [
  createSubscription,
  deleteSubscription,
  deleteSubscriptions,
  getSubscription,
  listSubscriptions,
  rotateSubscriptionSecret,
  updateSubscription,
];

/** Serves the Notifications API. */
export function notificationRoutes(
  app: FastifyInstance,
  http: HttpContext,
  { service, connections }: { service: SubscriptionService; connections: ConnectionService },
): void {
  for (const route of routes) route(app, http, service);
  createConnection(app, http, connections);
}
