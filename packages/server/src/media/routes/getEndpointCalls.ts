import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import {
  collection,
  type Fields,
  type HttpContext,
  nextLink,
  operation,
  parseOData,
  selectInMemory,
} from '../../http/index.ts';
import type { MediaService } from '../service.ts';

const fields: Fields = {
  callId: { column: 'callId', type: 'string' },
  from: { column: 'from', type: 'string' },
  fromName: { column: 'fromName', type: 'string' },
  to: { column: 'to', type: 'string' },
  toName: { column: 'toName', type: 'string' },
  state: { column: 'state', type: 'string' },
  cause: { column: 'cause', type: 'string' },
  direction: { column: 'direction', type: 'string' },
  createdOn: { column: 'createdOn', type: 'time' },
};

export function getEndpointCalls(app: FastifyInstance, http: HttpContext, service: MediaService): void {
  const o = operations.getEndpointCalls;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields, options: o.odata });
    const { page, more } = selectInMemory(await service.listCalls(caller, params.endpointId), odata);
    return { body: collection(self, page, more ? nextLink(self, query, odata) : undefined) };
  });
}
