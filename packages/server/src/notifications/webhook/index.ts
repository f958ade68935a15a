export { attempt } from './attempt.ts';
export { Connections } from './connections.ts';
export { isSuccess } from './courier.ts';
export { Deliverer } from './deliverer.ts';
export { createTargetGuard, type TargetGuard, TargetRefused } from './target-guard.ts';
export { signedHeaders } from './webhook-request.ts';
