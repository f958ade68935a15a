import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function createSubscription(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  operation(app, http, operations.createSubscription, async ({ caller, body }) => ({
    body: await service.create(caller, body),
  }));
}
