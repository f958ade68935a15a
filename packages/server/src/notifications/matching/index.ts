export {
  asDocument,
  asMatched,
  type MatchedPublication,
  type Subscription,
  SubscriptionEntry,
} from './subscription-entry.ts';
export { SubscriptionIndex } from './subscription-index.ts';
