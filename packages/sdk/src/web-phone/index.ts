export { leadTab, type TabRole } from './lead-tab.ts';
export { WebCall, type WebCallState } from './web-call.ts';
export { WebPhone, type WebPhoneOptions, type WebPhoneState } from './web-phone.ts';
