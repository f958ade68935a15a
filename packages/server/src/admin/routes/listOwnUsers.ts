import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation, parseOData } from '../../http/index.ts';
import { userFields } from '../repository.ts';
import type { AdminService } from '../service.ts';

export function listOwnUsers(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  const o = operations.listOwnUsers;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = parseOData(query, { fields: userFields, options: o.odata });
    const { users, more } = await service.users.list(caller, caller.accountId, odata);
    return { body: collection(self, users, more ? nextLink(self, query, odata) : undefined) };
  });
}
