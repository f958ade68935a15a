import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { createEndpointCredentials } from './routes/createEndpointCredentials.ts';
import { createOwnUser } from './routes/createOwnUser.ts';
import { createUser } from './routes/createUser.ts';
import { deleteOwnUser } from './routes/deleteOwnUser.ts';
import { deleteUser } from './routes/deleteUser.ts';
import { getAccount } from './routes/getAccount.ts';
import { getOwnUser } from './routes/getOwnUser.ts';
import { getUser } from './routes/getUser.ts';
import { listOwnUsers } from './routes/listOwnUsers.ts';
import { listUsers } from './routes/listUsers.ts';
import { updateAccount } from './routes/updateAccount.ts';
import { updateOwnUser } from './routes/updateOwnUser.ts';
import { updateUser } from './routes/updateUser.ts';
import type { AdminService } from './service.ts';

export { AdminService } from './service.ts';

const routes = [
  createEndpointCredentials,
  createOwnUser,
  createUser,
  deleteOwnUser,
  deleteUser,
  getAccount,
  getOwnUser,
  getUser,
  listOwnUsers,
  listUsers,
  updateAccount,
  updateOwnUser,
  updateUser,
];

/** Serves the Admin API. */
export function adminRoutes(app: FastifyInstance, http: HttpContext, service: AdminService): void {
  for (const route of routes) route(app, http, service);
}
