import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { NotificationServices } from '../notification-services.ts';

export function replayAttempt(app: FastifyInstance, http: HttpContext, { log }: NotificationServices): void {
  operation(app, http, operations.replayAttempt, async ({ caller, params }) => ({
    body: await log.replay(caller, params.subscriptionId, params.attemptId),
  }));
}
