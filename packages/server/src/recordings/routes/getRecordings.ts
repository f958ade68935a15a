import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { filterFields, pageOrder } from '../fields.ts';
import type { RecordingsService } from '../service.ts';

export function getRecordings(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  const o = operations.getRecordings;
  const rules = { fields: filterFields, orderFields: pageOrder.fields, options: o.odata, byPosition: true };
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = parseOData(query, rules);
    const { recordings, next } = await service.list(caller, odata);
    return { body: collection(self, recordings, next === undefined ? undefined : nextLink(self, query, odata, next)) };
  });
}
