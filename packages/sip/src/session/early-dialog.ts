import type { Dialog, DialogRequest } from '../dialog/dialog.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { splitList } from '../message/split-list.ts';
import type { Core, DialogUser, IncomingRequest } from './core.ts';

/** A device that answered our INVITE with 18x: requests can be sent to it while it rings (RFC 3261 section 12.1). */
export class EarlyDialog implements DialogUser {
  readonly dialog: Dialog;
  readonly #core: Core;
  #allowEvents: readonly string[] = [];

  constructor(core: Core, dialog: Dialog) {
    this.#core = core;
    this.dialog = dialog;
    core.dialogs.set(dialog.key, this);
  }

  /** Its To tag. */
  get id(): string {
    return this.dialog.remoteTag;
  }

  /** Event packages that the device announced, lower case (RFC 6665 section 8.2.2). */
  get allowEvents(): readonly string[] {
    return this.#allowEvents;
  }

  learn(response: SipResponse): void {
    const announced = eventsOf(response);
    if (announced.length > 0) this.#allowEvents = announced;
  }

  request(method: string, o: DialogRequest): Promise<SipResponse> {
    return this.#core.request(this.dialog, method, o);
  }

  receive(incoming: IncomingRequest): void {
    if (!this.dialog.takeCSeq(incoming.request)) incoming.respond(500);
    else incoming.respond(incoming.request.method === 'OPTIONS' ? 200 : 405);
  }

  receiveAck(_ack: SipRequest): void {
    // An ACK before our INVITE was answered means nothing.
  }

  /** Forgets the dialog, unless a session has taken it over. */
  end(): void {
    if (this.#core.dialogs.get(this.dialog.key) === this) this.#core.dialogs.delete(this.dialog.key);
  }
}

export function eventsOf(message: SipRequest | SipResponse): string[] {
  return message.headers
    .all('allow-events')
    .flatMap(splitList)
    .map((event) => event.toLowerCase());
}
