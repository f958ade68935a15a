export { Connections } from './connections.ts';
export { Deliverer } from './deliverer.ts';
export { createTargetGuard, type TargetGuard, TargetRefused } from './target-guard.ts';
