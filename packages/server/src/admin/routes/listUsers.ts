import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { userFields } from '../repository.ts';
import type { AdminService } from '../service.ts';

export function listUsers(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  const o = operations.listUsers;
  operation(app, http, o, async ({ caller, params, query, self }) => {
    const odata = parseOData(query, { fields: userFields, options: o.odata });
    const { users, more } = await service.users.list(caller, params.accountId, odata);
    return { body: collection(self, users, more ? nextLink(self, query, odata) : undefined) };
  });
}
