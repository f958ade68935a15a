import { getAccount } from '../operations/admin/getAccount.ts';
import { getUser } from '../operations/admin/getUser.ts';
import { getConference } from '../operations/media/getConference.ts';
import { getEndpoint } from '../operations/media/getEndpoint.ts';
import { getEndpointCall } from '../operations/media/getEndpointCall.ts';
import { getParticipant } from '../operations/media/getParticipant.ts';
import { getRecording } from '../operations/media/getRecording.ts';
import { getSubscription } from '../operations/notifications/getSubscription.ts';
import { getForwarding } from '../operations/platform/getForwarding.ts';
import { getMailbox } from '../operations/platform/getMailbox.ts';
import { getNumber } from '../operations/platform/getNumber.ts';
import { getOutboundRules } from '../operations/platform/getOutboundRules.ts';
import { getRingGroup } from '../operations/platform/getRingGroup.ts';
import { getTrunk } from '../operations/platform/getTrunk.ts';
import { getVoicemail } from '../operations/platform/getVoicemail.ts';
import { path } from '../path.ts';

/** Subject of a call's publications, also its self link: `/2017-09-01/endpoints/2880/calls/23`. */
export function callSubject(endpointId: string, callId: string): string {
  return path(getEndpointCall, { endpointId, callId });
}

/** Subject of an endpoint's publications, also its self link. */
export function endpointSubject(endpointId: string): string {
  return path(getEndpoint, { endpointId });
}

/** Subject of the publications of an endpoint's forwarding, also its self link. */
export function forwardingSubject(endpointId: string): string {
  return path(getForwarding, { endpointId });
}

/** Subject of the publications of a mailbox's settings, also their self link. */
export function mailboxSubject(endpointId: string): string {
  return path(getMailbox, { endpointId });
}

/** Subject of a ring group's publications, also its self link. */
export function ringGroupSubject(ringGroupId: string): string {
  return path(getRingGroup, { ringGroupId });
}

/** Subject of the publications of a message in a mailbox, also its self link. */
export function voicemailSubject(endpointId: string, messageId: string): string {
  return path(getVoicemail, { endpointId, messageId });
}

/** Long form of a call's id in notifications: `endpoints/2880/calls/23` (contract section 4, "callId forms"). */
export function longCallId(endpointId: string, callId: string): string {
  return `endpoints/${endpointId}/calls/${callId}`;
}

/** Subject of a recording's publications, also its self link. */
export function recordingSubject(recordingId: string): string {
  return path(getRecording, { recordingId });
}

/** Subject of a conference's publications, also its self link. */
export function conferenceSubject(conferenceId: string): string {
  return path(getConference, { conferenceId });
}

/** Subject of the publications of a conference's participant, also its self link. */
export function participantSubject(conferenceId: string, participantId: string): string {
  return path(getParticipant, { conferenceId, participantId });
}

/** Subject of a user's publications, also its self link. */
export function userSubject(accountId: string, userId: string): string {
  return path(getUser, { accountId, userId });
}

/** Subject of an account's publications, also its self link. */
export function accountSubject(accountId: string): string {
  return path(getAccount, { accountId });
}

/** Subject of a trunk's publications, also its self link. */
export function trunkSubject(trunkId: string): string {
  return path(getTrunk, { trunkId });
}

/** Subject of a number's publications, also its self link. */
export function numberSubject(numberId: string): string {
  return path(getNumber, { numberId });
}

/** Subject of the publications of the outbound rules, also their self link. */
export function outboundRulesSubject(): string {
  return path(getOutboundRules);
}

/** Subject of a subscription's publications, also its self link. */
export function subscriptionSubject(subscriptionId: string): string {
  return path(getSubscription, { subscriptionId });
}
