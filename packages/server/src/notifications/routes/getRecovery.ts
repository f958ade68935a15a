import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { NotificationServices } from '../notification-services.ts';

export function getRecovery(app: FastifyInstance, http: HttpContext, { recoveries }: NotificationServices): void {
  operation(app, http, operations.getRecovery, async ({ caller, params }) => ({
    body: await recoveries.get(caller, params.subscriptionId, params.recoveryId),
  }));
}
