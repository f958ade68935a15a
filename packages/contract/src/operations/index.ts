import { createOwnUser } from './admin/createOwnUser.ts';
import { createUser } from './admin/createUser.ts';
import { deleteOwnUser } from './admin/deleteOwnUser.ts';
import { deleteUser } from './admin/deleteUser.ts';
import { getAccount } from './admin/getAccount.ts';
import { getOwnUser } from './admin/getOwnUser.ts';
import { getUser } from './admin/getUser.ts';
import { listOwnUsers } from './admin/listOwnUsers.ts';
import { listUsers } from './admin/listUsers.ts';
import { updateAccount } from './admin/updateAccount.ts';
import { updateOwnUser } from './admin/updateOwnUser.ts';
import { updateUser } from './admin/updateUser.ts';
import { createAuthorizationCode } from './authentication/createAuthorizationCode.ts';
import { createToken } from './authentication/createToken.ts';
import { deleteToken } from './authentication/deleteToken.ts';
import { getToken } from './authentication/getToken.ts';
import { createEndpointCall } from './media/createEndpointCall.ts';
import { getEndpoint } from './media/getEndpoint.ts';
import { getEndpointCall } from './media/getEndpointCall.ts';
import { getEndpointCalls } from './media/getEndpointCalls.ts';
import { updateCallByEndpointId } from './media/updateCallByEndpointId.ts';
import { createSubscription } from './notifications/createSubscription.ts';
import { deleteSubscription } from './notifications/deleteSubscription.ts';
import { getSubscription } from './notifications/getSubscription.ts';
import { listSubscriptions } from './notifications/listSubscriptions.ts';
import { createEndpointCredentials } from './platform/createEndpointCredentials.ts';

/** Every operation by its id. Each keeps its own type. */
export const operations = {
  createAuthorizationCode,
  createToken,
  deleteToken,
  getToken,
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
  createEndpointCall,
  getEndpoint,
  getEndpointCall,
  getEndpointCalls,
  updateCallByEndpointId,
  createEndpointCredentials,
  createSubscription,
  deleteSubscription,
  getSubscription,
  listSubscriptions,
} as const;

export type OperationId = keyof typeof operations;
