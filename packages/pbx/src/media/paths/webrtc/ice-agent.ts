import { randomBytes } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { IceCredentials, IceDescription } from '@cordboard/rtp';
import type { Place } from '../udp-port.ts';
import { checkAgain, countCheck, type IcePair, IcePairs } from './ice-pairs.ts';
import {
  attributeTypes,
  mappedAddress,
  newTransaction,
  readStun,
  type StunAttribute,
  type StunMessage,
  uint32,
  writeStun,
} from './stun-message.ts';

/** Pace of checks (Ta of RFC 8445 section 14.2), and of the watch over a pair that is in use. */
const CHECK_MS = 50;
const WATCH_MS = 500;
/** RFC 7675 section 5.1 asks every 5 s or so and gives up after 30 s; a closed page shall be noticed before that. */
const CONSENT_CHECK_MS = 4_000;
const CONSENT_MS = 20_000;
const TRANSACTION_LIMIT = 64;
/** Priority of our address as the far side may learn it (RFC 8445 section 7.1.1). */
const REFLEXIVE_PRIORITY = 110 * 2 ** 24 + 65_535 * 2 ** 8 + 255;
const ROLE_CONFLICT = 487;

export interface IceSettings {
  readonly local: IceCredentials;
  readonly remote: IceDescription;
  readonly controlling: boolean;
}

interface Transaction {
  readonly pair: IcePair;
  readonly nominates: boolean;
  /** Our role in it. */
  readonly controlling: boolean;
}

/**
 * ICE (RFC 8445) over one UDP port: finds an address at which the far side answers, and watches whether it still does.
 * It asks nobody but the far side: no STUN server, no name server.
 */
export class IceAgent {
  readonly #send: (bytes: Buffer, to: Place) => void;
  readonly #onLost: () => void;
  readonly #tieBreaker = randomBytes(8);
  readonly #pairs = new IcePairs();
  readonly #transactions = new Map<string, Transaction>();
  #settings: IceSettings | undefined;
  #controlling = false;
  #selected: IcePair | undefined;
  /** Credentials changed: a new pair is looked for while the old one is still used. */
  #searching = true;
  #heardAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(o: { send: (bytes: Buffer, to: Place) => void; onLost: () => void }) {
    this.#send = o.send;
    this.#onLost = o.onLost;
  }

  /** Where the far side is, once it has answered. */
  get target(): Place | undefined {
    return (this.#selected ?? this.#pairs.valid)?.place;
  }

  /** Does the far side answer from there? */
  knows(place: Place): boolean {
    return this.#pairs.find(place)?.valid === true;
  }

  /** Begins; or begins again when the credentials are others (section 9). `family` is that of our port. */
  set(settings: IceSettings, family: 4 | 6): void {
    if (!sameCredentials(settings, this.#settings)) {
      this.#pairs.clear();
      this.#transactions.clear();
      this.#controlling = settings.controlling;
      this.#searching = true;
      this.#heardAt = performance.now();
    }
    this.#settings = settings;
    for (const candidate of settings.remote.candidates) {
      if (isIPv6(candidate.address) === (family === 6)) this.#pairs.take(candidate, candidate.priority);
    }
    this.#watch();
  }

  receive(bytes: Buffer, from: Place): void {
    const message = readStun(bytes);
    if (message === undefined || this.#settings === undefined) return;
    if (message.kind === 'request') this.#asked(message, from, this.#settings);
    if (message.kind === 'success' || message.kind === 'error') this.#answered(message, from, this.#settings);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#settings = undefined;
  }

  #watch(): void {
    clearTimeout(this.#timer);
    if (this.#settings === undefined) return;
    this.#step(performance.now());
    if (this.#settings === undefined) return;
    this.#timer = setTimeout(() => this.#watch(), this.#searching ? CHECK_MS : WATCH_MS);
  }

  #step(now: number): void {
    if (now - this.#heardAt > CONSENT_MS) {
      this.close();
      this.#onLost();
      return;
    }
    if (this.#searching) {
      const pair = this.#pairs.due(now);
      if (pair !== undefined) this.#check(pair, now);
    } else if (this.#selected !== undefined && this.#selected.nextCheckAt <= now) {
      this.#check(this.#selected, now);
      this.#selected.nextCheckAt = now + CONSENT_CHECK_MS * (0.8 + 0.4 * Math.random());
    }
  }

  /** Asks the far side whether it is there (section 7.2.4). */
  #check(pair: IcePair, now: number): void {
    if (this.#settings === undefined) return;
    countCheck(pair, now);
    const { local, remote } = this.#settings;
    const transaction = newTransaction();
    const nominates = this.#controlling && pair.nominated;
    this.#remember(transaction, { pair, nominates, controlling: this.#controlling });
    const attributes: (readonly [StunAttribute, Buffer])[] = [
      ['username', Buffer.from(`${remote.ufrag}:${local.ufrag}`)],
      ['priority', uint32(REFLEXIVE_PRIORITY)],
      [this.#controlling ? 'iceControlling' : 'iceControlled', this.#tieBreaker],
    ];
    if (nominates) attributes.push(['useCandidate', Buffer.alloc(0)]);
    this.#send(writeStun({ kind: 'request', transaction, attributes, password: remote.pwd }), pair.place);
  }

  #remember(transaction: string, what: Transaction): void {
    this.#transactions.set(transaction, what);
    const oldest = this.#transactions.keys().next().value;
    if (this.#transactions.size > TRANSACTION_LIMIT && oldest !== undefined) this.#transactions.delete(oldest);
  }

  /** Section 7.3. */
  #asked(message: StunMessage, from: Place, { local, remote }: IceSettings): void {
    const username = message.attributes.get(attributeTypes.username)?.toString();
    if (username !== `${local.ufrag}:${remote.ufrag}` || !message.isFrom(local.pwd)) return;
    const { transaction } = message;
    if (this.#refusesRole(message)) {
      const conflict = Buffer.from([0, 0, Math.floor(ROLE_CONFLICT / 100), ROLE_CONFLICT % 100]);
      const attributes = [['errorCode', conflict]] as const;
      this.#send(writeStun({ kind: 'error', transaction, attributes, password: local.pwd }), from);
      return;
    }
    const attributes = [['mappedAddress', mappedAddress(from, transaction)]] as const;
    this.#send(writeStun({ kind: 'success', transaction, attributes, password: local.pwd }), from);
    const priority = message.attributes.get(attributeTypes.priority);
    const pair = this.#pairs.take(from, priority?.length === 4 ? priority.readUInt32BE() : 0);
    if (pair === undefined) return;
    if (!this.#controlling && message.attributes.has(attributeTypes.useCandidate)) this.#nominated(pair);
    // A triggered check (section 7.3.1.4).
    if (!pair.valid) {
      checkAgain(pair);
      this.#check(pair, performance.now());
    }
  }

  /** Section 7.3.1.1: both sides think that they control, or that neither does. The larger number keeps its role. */
  #refusesRole(message: StunMessage): boolean {
    const rival = message.attributes.get(
      this.#controlling ? attributeTypes.iceControlling : attributeTypes.iceControlled,
    );
    if (rival === undefined) return false;
    const larger = Buffer.compare(this.#tieBreaker, rival) >= 0;
    if (larger === this.#controlling) return true;
    this.#controlling = !this.#controlling;
    return false;
  }

  /** Section 7.2.5. */
  #answered(message: StunMessage, from: Place, { remote }: IceSettings): void {
    const asked = this.#transactions.get(message.transaction);
    if (asked === undefined || !message.isFrom(remote.pwd)) return;
    const { place } = asked.pair;
    if (place.address !== from.address || place.port !== from.port) return;
    this.#transactions.delete(message.transaction);
    if (message.kind === 'error') this.#refused(message, asked);
    else this.#confirmed(asked);
  }

  #refused(message: StunMessage, { pair, controlling }: Transaction): void {
    const code = message.attributes.get(attributeTypes.errorCode);
    if (code === undefined || code.length < 4) return;
    if (code.readUInt8(2) * 100 + code.readUInt8(3) !== ROLE_CONFLICT) return;
    this.#controlling = !controlling;
    checkAgain(pair);
  }

  #confirmed({ pair, nominates }: Transaction): void {
    const now = performance.now();
    this.#heardAt = now;
    pair.valid = true;
    if (!this.#controlling) {
      if (pair.nominated) this.#select(pair);
    } else if (nominates) this.#select(pair);
    else if (this.#pairs.nominated === undefined) {
      this.#pairs.nominate(pair);
      checkAgain(pair);
      this.#check(pair, now);
    }
  }

  #nominated(pair: IcePair): void {
    this.#pairs.nominate(pair);
    if (pair.valid) this.#select(pair);
  }

  #select(pair: IcePair): void {
    if (pair === this.#selected && !this.#searching) return;
    this.#selected = pair;
    this.#searching = false;
    pair.nextCheckAt = performance.now() + CONSENT_CHECK_MS;
  }
}

function sameCredentials(one: IceSettings, other: IceSettings | undefined): boolean {
  return (['local', 'remote'] as const).every(
    (side) => one[side].ufrag === other?.[side].ufrag && one[side].pwd === other?.[side].pwd,
  );
}
