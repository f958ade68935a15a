export type { Heard } from './audio.ts';
export { Phone, type PhoneOptions } from './phone.ts';
export type { PhoneCall, PhoneCallEnd, PhoneCallState } from './phone-call.ts';
