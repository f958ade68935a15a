import {
  causeIn,
  completedElsewhere,
  type EarlyDialog,
  type HeaderFields,
  type InviteSession,
  parseNameAddr,
  parseUri,
  type SipResponse,
} from '@cordboard/sip';
import type { Contact } from '../registrar/bindings.ts';
import type { OutgoingCall } from '../trunks/outgoing-call.ts';
import { preferredFailure } from './failures.ts';
import { statusOfCause } from './network-causes.ts';

/** For telephones whose call another one has: they show no missed call. */
export const ELSEWHERE: HeaderFields = { Reason: completedElsewhere };

/** One INVITE of a fork: to a device, or to the trunk (no contact). */
export interface Branch {
  readonly invite: OutgoingCall;
  readonly contact: Contact | undefined;
  /** It answered 18x. */
  alerted: boolean;
  early: EarlyDialog | undefined;
  /** SDP of provisional answers by To tag: some devices leave it out of the 200 that follows. */
  readonly earlyBodies: Map<string, Buffer>;
  /** Final failure status. */
  status: number | undefined;
  /** Number that the device sends the call on to (3xx). */
  redirectTo: string | undefined;
}

export interface ForkEvents {
  /** A device answered 18x; told for each. */
  onRinging(branch: Branch, response: SipResponse): void;
  /** The first 2xx won. Told at most once. */
  onAnswered(branch: Branch, session: InviteSession): void;
  /** Every branch failed, or one refused for all (6xx). Told at most once, and never after onAnswered. */
  onFailed(status: number, redirectTo: string | undefined): void;
}

/**
 * The INVITEs to all devices of one party while they ring (RFC 3261 section 16.7, as a user agent): the first 200
 * wins, the others are cancelled, a 200 that comes too late is hung up.
 */
export class Fork {
  readonly branches: readonly Branch[];
  readonly #events: ForkEvents;
  #done = false;
  /** What the branches that did not get the call are told. */
  #farewell: HeaderFields = {};
  #waiters: (() => void)[] = [];

  constructor(invites: readonly { invite: OutgoingCall; contact: Contact | undefined }[], events: ForkEvents) {
    this.#events = events;
    this.branches = invites.map((branch) => ({
      ...branch,
      alerted: false,
      early: undefined,
      earlyBodies: new Map(),
      status: undefined,
      redirectTo: undefined,
    }));
    for (const branch of this.branches) this.#watch(branch);
  }

  /** Cancels every branch, with these headers. Nothing is told any more. */
  cancel(headers: HeaderFields = {}): void {
    this.#done = true;
    this.#cancelOthers(undefined, headers);
    this.wake();
  }

  /** Resolves after the next thing that happens to any branch. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Lets those who wait for a change look again. */
  wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  #watch(branch: Branch): void {
    branch.invite.onProvisional((response, early) => this.#ringing(branch, response, early));
    branch.invite.onAnswered((session) => this.#answered(branch, session));
    branch.invite.onFailed((status, _, response) => this.#failed(branch, status, response));
  }

  #ringing(branch: Branch, response: SipResponse, early: EarlyDialog | undefined): void {
    branch.early = early ?? branch.early;
    if (response.body.length > 0) branch.earlyBodies.set(early?.id ?? '', response.body);
    if (response.status > 100) branch.alerted = true;
    if (!this.#done && branch.alerted) this.#events.onRinging(branch, response);
    this.wake();
  }

  #answered(branch: Branch, session: InviteSession): void {
    if (this.#done) {
      session.bye(this.#farewell);
      return;
    }
    this.#done = true;
    this.#cancelOthers(branch, ELSEWHERE);
    this.#events.onAnswered(branch, session);
    this.wake();
  }

  #failed(branch: Branch, status: number, response: SipResponse | undefined): void {
    branch.status = meaningOf(branch, status, response);
    if (status >= 300 && status < 400) branch.redirectTo = numberIn(response);
    this.wake();
    if (this.#done) return;
    const statuses = this.branches.flatMap((other) => other.status ?? []);
    if (status < 600 && statuses.length < this.branches.length) return;
    this.#done = true;
    this.#cancelOthers(branch, {});
    const preferred = preferredFailure(statuses);
    const decided = this.branches.find((one) => one.status === preferred);
    this.#events.onFailed(preferred, decided?.redirectTo);
  }

  #cancelOthers(winner: Branch | undefined, headers: HeaderFields): void {
    this.#farewell = headers;
    for (const branch of this.branches) {
      if (branch !== winner && branch.status === undefined) branch.invite.cancel(headers);
    }
  }
}

/** A gateway at the trunk may say more exactly than by the status what the telephone network has told it. */
function meaningOf({ contact }: Branch, status: number, response: SipResponse | undefined): number {
  const cause = contact === undefined && response !== undefined ? causeIn(response.headers, 'Q.850') : undefined;
  return (cause === undefined ? undefined : statusOfCause(cause)) ?? status;
}

/** The first Contact of a redirect (RFC 3261 section 8.1.3.4); its host is not asked: numbers are routed here. */
function numberIn(response: SipResponse | undefined): string | undefined {
  const contact = parseNameAddr(response?.headers.all('contact')[0] ?? '');
  return contact === undefined ? undefined : parseUri(contact.uri)?.user;
}
