import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import type { SubscriptionService } from '../service.ts';

export function listSubscriptions(app: FastifyInstance, http: HttpContext, service: SubscriptionService): void {
  const o = operations.listSubscriptions;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = parseOData(query, { fields: {}, options: o.odata });
    const { items, more } = await service.list(caller, odata);
    return { body: collection(self, items, more ? nextLink(self, query, odata) : undefined) };
  });
}
