import { accountChanged } from './account-changed.ts';
import { callChanged } from './call-changed.ts';
import { conferenceChanged } from './conference-changed.ts';
import { endpointChanged } from './endpoint-changed.ts';
import { forwardingChanged } from './forwarding-changed.ts';
import { mailboxChanged } from './mailbox-changed.ts';
import { numberChanged } from './number-changed.ts';
import { outboundRulesChanged } from './outbound-rules-changed.ts';
import { participantChanged } from './participant-changed.ts';
import { recordingChanged } from './recording-changed.ts';
import { ringGroupChanged } from './ring-group-changed.ts';
import { subscriptionChanged } from './subscription-changed.ts';
import { trunkChanged } from './trunk-changed.ts';
import { userChanged } from './user-changed.ts';
import { voicemailChanged } from './voicemail-changed.ts';

export * from './publication.ts';
export * from './subjects.ts';

/** Every kind of publication by its id. */
export const publications = {
  accountChanged,
  callChanged,
  conferenceChanged,
  endpointChanged,
  ringGroupChanged,
  forwardingChanged,
  mailboxChanged,
  participantChanged,
  recordingChanged,
  numberChanged,
  outboundRulesChanged,
  subscriptionChanged,
  trunkChanged,
  userChanged,
  voicemailChanged,
} as const;
