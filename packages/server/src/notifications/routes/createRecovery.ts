import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { NotificationServices } from '../notification-services.ts';

export function createRecovery(app: FastifyInstance, http: HttpContext, { recoveries }: NotificationServices): void {
  operation(app, http, operations.createRecovery, async ({ caller, params, body }) => ({
    status: 202,
    body: await recoveries.begin(caller, params.subscriptionId, Date.parse(body.since)),
  }));
}
