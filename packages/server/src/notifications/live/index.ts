export { type EndCause, type LiveReceiver, LiveReceivers } from './live-receivers.ts';
