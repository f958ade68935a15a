import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { badRequest, collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import type { SearchService } from '../search-service.ts';

export function searchConferenceContent(app: FastifyInstance, http: HttpContext, service: SearchService): void {
  const o = operations.searchConferenceContent;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = parseOData(query, { fields: {}, options: ['$search', ...o.odata, '$skiptoken'] });
    if (odata.expand.some((name) => name !== 'location')) throw badRequest('$expand', '$expand takes location.');
    const { results, more } = await service.search(caller, odata);
    return { body: collection(self, results, more ? nextLink(self, query, odata) : undefined) };
  });
}
