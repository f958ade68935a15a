export { type LiveReceiver, LiveReceivers } from './live-receivers.ts';
