import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { NotificationServices } from '../notification-services.ts';

export function sendTestEvent(app: FastifyInstance, http: HttpContext, { log }: NotificationServices): void {
  operation(app, http, operations.sendTestEvent, async ({ caller, params }) => ({
    body: await log.test(caller, params.subscriptionId),
  }));
}
