import type { SipResponse } from '@cordboard/sip';

/** The event package by which a phone lets a program act for it (telephony notes, section 3). */
const TALK = 'talk';

interface Asked {
  request(method: string, o: { headers: Readonly<Record<string, string>> }): Promise<SipResponse>;
}

export function offersTalk(allowEvents: readonly string[] | undefined): boolean {
  return allowEvents?.includes(TALK) === true;
}

/** Asks a phone to talk: to answer while it rings, to take the call back while it holds. */
export function askToTalk(dialog: Asked): Promise<SipResponse> {
  return dialog.request('NOTIFY', { headers: { Event: TALK, 'Subscription-State': 'active' } });
}
