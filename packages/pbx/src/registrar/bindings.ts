import type { Clock, Flow } from '@cordboard/sip';
import type { Binding } from './binding.ts';
import { isSameOutbound } from './outbound.ts';

/** A registered contact with what is only known while the process lives. */
export interface Contact extends Binding {
  /** The connection that the phone registered by; UDP flows need none. */
  readonly flow?: Flow;
}

/** Registered contacts in memory, by endpoint and contact URI. */
export class Bindings {
  readonly #clock: Clock;
  readonly #byEndpoint = new Map<string, Map<string, Contact>>();
  /** Of connections only: what is lost with each of them. */
  readonly #byFlow = new Map<Flow, Set<Contact>>();
  #size = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#size;
  }

  /** Contacts that have not expired, the newest registration first. */
  of(endpointId: string): Contact[] {
    const now = this.#clock.now();
    const contacts = [...(this.#byEndpoint.get(endpointId)?.values() ?? [])];
    return contacts.filter((contact) => contact.expiresAt > now).sort((a, b) => b.expiresAt - a.expiresAt);
  }

  get(endpointId: string, contact: string): Contact | undefined {
    return this.#byEndpoint.get(endpointId)?.get(contact);
  }

  /** What a phone registered before by the way that it uses again. */
  replacedBy({ endpointId, contact, outbound }: Contact): Contact[] {
    return this.of(endpointId).filter((one) => one.contact !== contact && isSameOutbound(one.outbound, outbound));
  }

  /** What was registered by this connection. */
  by(flow: Flow): Contact[] {
    return [...(this.#byFlow.get(flow) ?? [])];
  }

  set(contact: Contact): void {
    const contacts = this.#byEndpoint.get(contact.endpointId) ?? new Map<string, Contact>();
    this.#byEndpoint.set(contact.endpointId, contacts);
    const known = contacts.get(contact.contact);
    if (known === undefined) this.#size += 1;
    else this.#unbind(known);
    contacts.set(contact.contact, contact);
    if (contact.flow?.reliable !== true) return;
    const bound = this.#byFlow.get(contact.flow) ?? new Set();
    this.#byFlow.set(contact.flow, bound.add(contact));
  }

  delete(endpointId: string, contact: string): boolean {
    const contacts = this.#byEndpoint.get(endpointId);
    const known = contacts?.get(contact);
    if (contacts === undefined || known === undefined) return false;
    contacts.delete(contact);
    this.#unbind(known);
    this.#size -= 1;
    if (contacts.size === 0) this.#byEndpoint.delete(endpointId);
    return true;
  }

  /** Everything that has expired. */
  expired(): Contact[] {
    const now = this.#clock.now();
    const expired: Contact[] = [];
    for (const contacts of this.#byEndpoint.values()) {
      for (const contact of contacts.values()) if (contact.expiresAt <= now) expired.push(contact);
    }
    return expired;
  }

  #unbind(contact: Contact): void {
    if (contact.flow === undefined) return;
    const bound = this.#byFlow.get(contact.flow);
    if (bound?.delete(contact) === true && bound.size === 0) this.#byFlow.delete(contact.flow);
  }
}
