import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function deleteSubscriptions(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  operation(app, http, operations.deleteSubscriptions, async ({ caller, query }) => ({
    body: { count: await service.deleteAll(caller, query.applicationId) },
  }));
}
