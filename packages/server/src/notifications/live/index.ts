export { LiveReceivers } from './live-receivers.ts';
