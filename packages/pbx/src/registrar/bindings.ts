import type { Clock, Flow } from '@cordboard/sip';
import type { Binding } from './binding.ts';

/** A registered contact with what is only known while the process lives. */
export interface Contact extends Binding {
  /** The connection that the phone registered by; UDP flows need none. */
  readonly flow?: Flow;
}

/** Registered contacts in memory, by endpoint and contact URI. */
export class Bindings {
  readonly #clock: Clock;
  readonly #byEndpoint = new Map<string, Map<string, Contact>>();
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

  set(contact: Contact): void {
    const contacts = this.#byEndpoint.get(contact.endpointId) ?? new Map<string, Contact>();
    this.#byEndpoint.set(contact.endpointId, contacts);
    if (!contacts.has(contact.contact)) this.#size += 1;
    contacts.set(contact.contact, contact);
  }

  delete(endpointId: string, contact: string): boolean {
    const contacts = this.#byEndpoint.get(endpointId);
    if (contacts?.delete(contact) !== true) return false;
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
}
