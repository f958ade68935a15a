import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function rotateSubscriptionSecret(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  operation(app, http, operations.rotateSubscriptionSecret, async ({ caller, params }) => ({
    body: await service.rotateSecret(caller, params.subscriptionId),
  }));
}
