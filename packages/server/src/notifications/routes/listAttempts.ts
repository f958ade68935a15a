import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { attemptFields } from '../delivery-log/index.ts';
import type { NotificationServices } from '../notification-services.ts';

export function listAttempts(app: FastifyInstance, http: HttpContext, { log }: NotificationServices): void {
  const o = operations.listAttempts;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields: attemptFields, options: o.odata });
    const { items, more } = await log.list(caller, params.subscriptionId, odata);
    return { body: collection(self, items, more ? nextLink(self, query, odata) : undefined) };
  });
}
