export { accessToken } from './access-token.ts';
export { ApiError, badRequest } from './api-error.ts';
export { type Caller, reaches, type TokenScope } from './caller.ts';
export { createApp } from './create-app.ts';
export { errorBody } from './error-body.ts';
export { collection } from './hal.ts';
export { Idempotency } from './idempotency.ts';
export type { Authenticate } from './identify.ts';
export {
  applyFilter,
  applyOData,
  applyPage,
  type Expression,
  type Fields,
  nextLink,
  type ODataQuery,
  type PageOrder,
  parseOData,
  positionToken,
  selectInMemory,
} from './odata/index.ts';
export { type HttpContext, operation, plannedOperations } from './operation.ts';
export { present } from './present.ts';
export { retryAfter } from './retry-after.ts';
export { seesAccount } from './sees-account.ts';
export { toApiError } from './to-api-error.ts';
export { closeCodes, TokenWatch } from './token-watch.ts';
export { tokenOfUpgrade, type Upgrade, Upgrades } from './upgrades.ts';
export { type Check, compileCheck } from './validate.ts';
