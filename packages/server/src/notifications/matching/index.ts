export type { MatchedPublication, Subscription } from './subscription-entry.ts';
export { SubscriptionIndex } from './subscription-index.ts';
