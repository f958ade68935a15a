import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function deleteSubscription(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  operation(app, http, operations.deleteSubscription, async ({ caller, params }) => ({
    body: await service.delete(caller, params.subscriptionId),
  }));
}
