// Everything that runs in pages too; checking webhooks needs Node.
export {
  BASE_PATH,
  type Call,
  type CallContent,
  type Claims,
  type CreateCallBody,
  type CreateSubscriptionBody,
  type Endpoint,
  type EndpointCredentials,
  type Operation,
  operations,
  type Publication,
  path,
  type ReloadReason,
  type Subscription,
  topics,
  type User,
  type WebhookBody,
} from '@cordboard/contract';
export * from './call-event.ts';
export { CallHandle } from './call-handle.ts';
export * from './client.ts';
export { type Clock, systemClock, type Timer } from './clock.ts';
export { EndpointHandle } from './endpoint-handle.ts';
export { CordboardConnectionError, CordboardError } from './errors.ts';
export { NotificationStream, type StreamItem, type StreamOptions } from './notification-stream.ts';
export type { ItemOf, RequestOf, ResultOf } from './operation-types.ts';
export type { Credentials } from './session.ts';
export { type Exchange, traceFetch } from './trace.ts';
