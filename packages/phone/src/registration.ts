import {
  type Clock,
  type Credentials,
  parseNameAddr,
  parseUri,
  type SipEndpoint,
  type SipResponse,
  type Target,
  type Timer,
} from '@cordboard/sip';

const ASKED_SECONDS = 120;
const MOST_SECONDS = 86_400;
const RETRY_MS = 5_000;
const GOODBYE_MS = 1_000;

/** Keeps the phone registered (RFC 3261 section 10.2). */
export class Registration {
  readonly #endpoint: SipEndpoint;
  readonly #clock: Clock;
  readonly #o: {
    readonly addressOfRecord: string;
    readonly registrar: string;
    readonly contact: string;
    readonly credentials: Credentials;
    readonly target: Target;
    readonly allowEvents: string | undefined;
  };
  #callId: string | undefined;
  #cseq = 0;
  #askedSeconds = ASKED_SECONDS;
  #timer: Timer | undefined;
  #closed = false;

  constructor(
    endpoint: SipEndpoint,
    clock: Clock,
    o: {
      addressOfRecord: string;
      registrar: string;
      contact: string;
      credentials: Credentials;
      target: Target;
      allowEvents: string | undefined;
    },
  ) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#o = o;
  }

  /** @throws Error with the registrar's status when it refuses */
  async start(): Promise<void> {
    const response = await this.#registerLongEnough();
    if (response.status !== 200) {
      throw new Error(`Registration of ${this.#o.addressOfRecord} was refused: ${response.status} ${response.reason}`);
    }
    this.#renewAfter(this.#granted(response));
  }

  /** Unregisters; a registrar that does not answer is not waited for long. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    let limit: Timer | undefined;
    const late = new Promise<void>((resolve) => {
      limit = this.#clock.after(GOODBYE_MS, resolve);
    });
    await Promise.race([this.#register(0), late]);
    limit?.cancel();
  }

  #renewAfter(seconds: number): void {
    // At two thirds of the time: one lost try still leaves time for another.
    this.#timer = this.#clock.after(seconds * 667, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const response = await this.#registerLongEnough();
    if (this.#closed) return;
    if (response.status === 200) this.#renewAfter(this.#granted(response));
    else this.#timer = this.#clock.after(RETRY_MS, () => void this.#renew());
  }

  /** A registrar may want longer registrations (423, RFC 3261 section 10.2.8). */
  async #registerLongEnough(): Promise<SipResponse> {
    const response = await this.#register(this.#askedSeconds);
    const least = Number(response.headers.get('min-expires'));
    if (response.status !== 423 || !(least > this.#askedSeconds && least <= MOST_SECONDS)) return response;
    this.#askedSeconds = least;
    return await this.#register(least);
  }

  async #register(expires: number): Promise<SipResponse> {
    const { addressOfRecord, registrar, contact, credentials, target, allowEvents } = this.#o;
    // A challenged REGISTER takes two numbers (RFC 3261 section 10.2: one Call-ID, growing CSeq).
    this.#cseq += 2;
    this.#callId ??= `${addressOfRecord}-${this.#clock.now().toString(36)}-${Math.floor(performance.now() * 1_000).toString(36)}`;
    return await this.#endpoint.request({
      method: 'REGISTER',
      uri: registrar,
      from: { uri: addressOfRecord },
      to: { uri: addressOfRecord },
      headers: {
        Contact: contact,
        Expires: String(expires),
        ...(allowEvents === undefined ? {} : { 'Allow-Events': allowEvents }),
      },
      callId: this.#callId,
      cseq: this.#cseq,
      target,
      credentials,
    });
  }

  #granted(response: SipResponse): number {
    const own = parseUri(parseNameAddr(this.#o.contact)?.uri ?? '');
    const contacts = response.headers.all('contact').map((value) => parseNameAddr(value));
    const ours = contacts.find((contact) => {
      const uri = parseUri(contact?.uri ?? '');
      return uri?.host === own?.host && uri?.port === own?.port;
    });
    const granted = Number(ours?.params.get('expires') ?? response.headers.get('expires'));
    return granted > 0 && granted <= MOST_SECONDS ? granted : this.#askedSeconds;
  }
}
