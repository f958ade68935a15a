import type { Timer } from '../clock.ts';
import { Dialog } from '../dialog/dialog.ts';
import type { Core, DialogUser, IncomingRequest } from '../session/core.ts';

/** What a NOTIFY carries. */
export interface EventState {
  readonly contentType: string;
  readonly body: string;
}

export interface SubscriptionUser {
  /** Event package, as its subscriber wrote it with its id (RFC 6665 section 8.2.1). */
  readonly event: string;
  /** Asked each time when a NOTIFY is about to leave, so that of many changes in a burst only the last is sent. */
  state(): EventState;
  /** A SUBSCRIBE inside the dialog: how long it is granted; undefined when it has been answered. */
  refresh(incoming: IncomingRequest): number | undefined;
  /** Told once. */
  ended(): void;
}

/** Least time between two NOTIFYs, so that a burst of changes is one. */
const PAUSE_MS = 100;

/** One subscription at the side of the notifier (RFC 6665 section 4.2): a dialog, a life, and NOTIFYs one after another. */
export class NotifierSubscription implements DialogUser {
  readonly dialog: Dialog;
  readonly #core: Core;
  readonly #user: SubscriptionUser;
  #expiresAt = 0;
  #life: Timer | undefined;
  #pause: Timer | undefined;
  #sending = false;
  #stale = false;
  #state: 'active' | 'ending' | 'ended' = 'active';
  #reason = 'timeout';

  /** Answers the SUBSCRIBE with 200 and sends the first NOTIFY, as section 4.2.1.2 demands. */
  constructor(core: Core, incoming: IncomingRequest, o: { expiresSeconds: number; user: SubscriptionUser }) {
    this.#core = core;
    this.#user = o.user;
    this.dialog = Dialog.ofServer(incoming.request, core.random.token(), incoming.flow);
    core.dialogs.set(this.dialog.key, this);
    this.#grant(incoming, o.expiresSeconds);
  }

  /** Something has changed. */
  notify(): void {
    this.#stale = true;
    if (this.#sending || this.#pause !== undefined || this.#state === 'ended') return;
    void this.#send();
  }

  /** Ends it with a last NOTIFY (section 4.4.1): `noresource`, `deactivated`, `timeout`. */
  terminate(reason: string): void {
    if (this.#state !== 'active') return;
    this.#state = 'ending';
    this.#reason = reason;
    this.#life?.cancel();
    this.#pause?.cancel();
    this.#pause = undefined;
    this.notify();
  }

  receive(incoming: IncomingRequest): void {
    if (!this.dialog.takeCSeq(incoming.request)) incoming.respond(500);
    else if (incoming.request.method !== 'SUBSCRIBE')
      incoming.respond(405, undefined, { headers: { Allow: 'SUBSCRIBE' } });
    else if (this.#state !== 'active') incoming.respond(481);
    else {
      const seconds = this.#user.refresh(incoming);
      if (seconds === undefined) return;
      this.dialog.refreshTarget(incoming.request);
      this.#grant(incoming, seconds);
    }
  }

  receiveAck(): void {
    // There is no INVITE that it could belong to.
  }

  /** Ends without a message: the endpoint closes. */
  close(): void {
    this.#end();
  }

  #grant(incoming: IncomingRequest, seconds: number): void {
    const { clock } = this.#core;
    incoming.respond(200, undefined, {
      toTag: this.dialog.localTag,
      headers: { Expires: String(seconds), Contact: this.#core.contact(incoming.flow) },
    });
    this.#life?.cancel();
    this.#expiresAt = clock.now() + seconds * 1_000;
    if (seconds === 0) this.terminate('timeout');
    else {
      this.#life = clock.after(seconds * 1_000, () => this.terminate('timeout'));
      this.notify();
    }
  }

  async #send(): Promise<void> {
    this.#sending = true;
    this.#stale = false;
    const last = this.#state === 'ending';
    const left = Math.max(0, Math.ceil((this.#expiresAt - this.#core.clock.now()) / 1_000));
    const { status } = await this.#core.request(this.dialog, 'NOTIFY', {
      headers: {
        Event: this.#user.event,
        'Subscription-State': last ? `terminated;reason=${this.#reason}` : `active;expires=${left}`,
      },
      ...this.#user.state(),
    });
    this.#sending = false;
    // Section 4.2.2: whoever does not take a NOTIFY is gone.
    if (last || status >= 300) this.#end();
    else if (this.#state === 'ending') void this.#send();
    else if (this.#state === 'active') this.#rest();
  }

  #rest(): void {
    this.#pause = this.#core.clock.after(PAUSE_MS, () => {
      this.#pause = undefined;
      if (this.#stale) void this.#send();
    });
  }

  #end(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#life?.cancel();
    this.#pause?.cancel();
    if (this.#core.dialogs.get(this.dialog.key) === this) this.#core.dialogs.delete(this.dialog.key);
    this.#user.ended();
  }
}
