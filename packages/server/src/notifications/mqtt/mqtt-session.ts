import type { Client } from 'aedes';
import type { Caller } from '../../http/index.ts';
import type { StoredPublication } from '../../publications/index.ts';
import type { Listen } from '../listen.ts';
import type { EndCause } from '../live/index.ts';

const SUBSCRIPTION_ID = /^[0-9a-f]{32}$/;

export interface MqttSessionOptions {
  readonly caller: Caller;
  readonly client: Client;
  readonly listen: Listen;
  readonly maxSubscriptions: number;
  /** The JSON that a webhook would get. */
  readonly payload: (publication: StoredPublication, subscriptionId: string) => string;
  /** False: the client is too slow, and is being cut off. */
  readonly hasRoom: () => boolean;
  readonly onRightsChanged: () => void;
}

/** What one MQTT client listens to. It ends with the connection: who is away gets nothing. */
export class MqttSession {
  readonly #o: MqttSessionOptions;
  /** By subscriptionId, the way to stop. */
  readonly #topics = new Map<string, () => void>();
  #closed = false;

  constructor(o: MqttSessionOptions) {
    this.#o = o;
  }

  /** False: refused. */
  async subscribe(topic: string, qos: number): Promise<boolean> {
    const { caller, listen, maxSubscriptions } = this.#o;
    const again = this.#topics.has(topic);
    if (!SUBSCRIPTION_ID.test(topic) || (!again && this.#topics.size >= maxSubscriptions)) return false;
    if (!again) this.#topics.set(topic, () => undefined);
    const stop = await listen(caller, topic, {
      receive: (publication) => this.#send(topic, qos === 0 ? 0 : 1, publication),
      end: (cause) => this.#ended(topic, cause),
    });
    if (stop === undefined && !again) this.#topics.delete(topic);
    if (stop === undefined) return false;
    const before = this.#topics.get(topic);
    // Meanwhile it may have unsubscribed, or have gone.
    if (this.#closed || before === undefined) {
      stop();
      return true;
    }
    this.#topics.set(topic, stop);
    before();
    return true;
  }

  unsubscribe(topic: string): void {
    this.#topics.get(topic)?.();
    this.#topics.delete(topic);
  }

  close(): void {
    this.#closed = true;
    for (const topic of [...this.#topics.keys()]) this.unsubscribe(topic);
  }

  #send(topic: string, qos: 0 | 1, publication: StoredPublication): void {
    const { client, payload, hasRoom } = this.#o;
    if (this.#closed || !hasRoom()) return;
    const message = { cmd: 'publish', topic, qos, payload: payload(publication, topic), retain: false, dup: false };
    client.publish(message as Parameters<Client['publish']>[0], () => undefined);
  }

  #ended(topic: string, cause: EndCause): void {
    this.#topics.delete(topic);
    if (cause === 'rights') this.#o.onRightsChanged();
    else this.#o.client.unsubscribe({ cmd: 'unsubscribe', unsubscriptions: [topic] }, () => undefined);
  }
}
