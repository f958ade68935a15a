import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import type { NotificationServices } from './notification-services.ts';
import { createConnection } from './routes/createConnection.ts';
import { createRecovery } from './routes/createRecovery.ts';
import { createSubscription } from './routes/createSubscription.ts';
import { deleteSubscription } from './routes/deleteSubscription.ts';
import { deleteSubscriptions } from './routes/deleteSubscriptions.ts';
import { getAttempt } from './routes/getAttempt.ts';
import { getRecovery } from './routes/getRecovery.ts';
import { getSubscription } from './routes/getSubscription.ts';
import { listAttempts } from './routes/listAttempts.ts';
import { listSubscriptions } from './routes/listSubscriptions.ts';
import { replayAttempt } from './routes/replayAttempt.ts';
import { rotateSubscriptionSecret } from './routes/rotateSubscriptionSecret.ts';
import { sendTestEvent } from './routes/sendTestEvent.ts';
import { updateSubscription } from './routes/updateSubscription.ts';

const subscriptionRoutes = [
  createSubscription,
  deleteSubscription,
  deleteSubscriptions,
  getSubscription,
  listSubscriptions,
  rotateSubscriptionSecret,
  updateSubscription,
];
const deliveryRoutes = [listAttempts, getAttempt, replayAttempt, sendTestEvent, createRecovery, getRecovery];

/** Serves the Notifications API. */
export function notificationRoutes(app: FastifyInstance, http: HttpContext, services: NotificationServices): void {
  for (const route of subscriptionRoutes) route(app, http, services.service);
  for (const route of deliveryRoutes) route(app, http, services);
  createConnection(app, http, services.connections);
}
