import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function updateSubscription(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  operation(app, http, operations.updateSubscription, async ({ caller, params, body }) => ({
    body: await service.update(caller, params.subscriptionId, body),
  }));
}
