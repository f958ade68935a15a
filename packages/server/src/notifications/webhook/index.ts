export { attempt } from './attempt.ts';
export { Connections } from './connections.ts';
export { Deliverer, type ReceiverHealth } from './deliverer.ts';
export { recordOf } from './record.ts';
export { createTargetGuard, type TargetGuard, TargetRefused } from './target-guard.ts';
export { isSuccess } from './verdict.ts';
export { buildRequest, receiverOf, signedHeaders } from './webhook-request.ts';
