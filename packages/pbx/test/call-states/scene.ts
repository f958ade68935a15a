import type { Phone, PhoneCall } from '@cordboard/phone';
import {
  type Call,
  type CallAction,
  type EndpointFeatures,
  type MakeCallRequest,
  PbxError,
  type PbxOptions,
  type RingGroup,
} from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';
import { type Change, numbers, type PartyName, type PhoneName } from './row.ts';

const TALKS: Readonly<Record<PhoneName, boolean>> = { A: true, B: true, C: false, outside: false };

/** The parties of one row with their phones, what they do, and what is seen of their calls. */
export class Scene {
  readonly office: Office;
  readonly #phones = new Map<PhoneName, Phone>();
  readonly #rang = new Map<PhoneName, PhoneCall[]>();
  /** The last call that a party placed itself. */
  readonly #placed = new Map<PhoneName, PhoneCall>();
  /** Changes before this one belong to the setting. */
  #mark = 0;
  /** The phone whose call was never answered learns a status from it. */
  caller: PhoneCall | undefined;
  /** Error that the last action of a program got. */
  error: string | undefined;

  private constructor(office: Office) {
    this.office = office;
  }

  static async open(o: { pbx?: Partial<PbxOptions>; clickToDial?: boolean } = {}): Promise<Scene> {
    const office = await Office.open(o.pbx);
    const scene = new Scene(office);
    office.addExtension(numbers.D);
    scene.#add('outside', office.outside);
    for (const name of ['A', 'B', 'C'] as const) await scene.plugIn(name, o.clickToDial === true);
    return scene;
  }

  async plugIn(name: 'A' | 'B' | 'C', clickToDial: boolean): Promise<void> {
    const autoAnswer = clickToDial ? ('header' as const) : false;
    this.#add(name, await this.office.addPhone(numbers[name], { talk: TALKS[name], autoAnswer }));
  }

  phone(name: PhoneName): Phone {
    return this.#phones.get(name) as Phone;
  }

  async dials(from: PhoneName, to: PartyName): Promise<PhoneCall> {
    const call = await (from === 'outside' ? this.office.callIn(numbers[to]) : this.phone(from).dial(numbers[to]));
    this.#placed.set(from, call);
    this.caller = call;
    return call;
  }

  /** Waits until the party's phone rings, and gives its newest call. */
  async rings(name: PhoneName): Promise<PhoneCall> {
    return await eventually(() => {
      const call = this.#rang.get(name)?.at(-1);
      return call?.state === 'ringing' && call;
    }, `${name} rings`);
  }

  /** Waits until the party's phone rings, lifts it, and waits until both sides know. */
  async lifts(name: PhoneName): Promise<void> {
    (await this.rings(name)).answer();
    await this.office.settled();
  }

  /** The party's call at its phone, in or out. */
  at(name: PhoneName): PhoneCall {
    const call = this.phone(name).calls.at(-1) ?? this.#placed.get(name);
    if (call === undefined) throw new Error(`${name} has no call`);
    return call;
  }

  /** The call that the API shows for an endpoint, towards the other party when it has several. */
  call(name: PartyName, other?: PartyName): Call {
    const calls = this.office.pbx.calls(numbers[name]);
    const call = other === undefined ? calls.at(-1) : calls.find((one) => remoteOf(one) === other);
    if (call === undefined) throw new Error(`${name} has no call ${other === undefined ? '' : `with ${other}`}`);
    return call;
  }

  /** A program acts on an endpoint's call. */
  async asks(name: PartyName, action: CallAction, other?: PartyName): Promise<void> {
    const { endpointId, callId } = this.call(name, other);
    await this.#attempt(() => this.office.pbx.act(endpointId, callId, action));
  }

  async makes(name: PartyName, request: MakeCallRequest): Promise<void> {
    await this.#attempt(() => this.office.pbx.makeCall(numbers[name], request));
  }

  /** What an endpoint wants to happen to the calls that come from now on. */
  sets(name: PartyName, features: Partial<EndpointFeatures>): void {
    this.office.pbx.features.setEndpoint(numbers[name], { dnd: false, forwarding: {}, ...features });
  }

  /** G rings B and C. */
  setGroup(o: Partial<RingGroup> = {}): void {
    this.office.addExtension(numbers.G);
    const members = [numbers.B, numbers.C];
    this.office.pbx.features.setGroup({ number: numbers.G, strategy: 'all', members, ringMs: 10_000, ...o });
  }

  /** From here on changes count. */
  mark(): void {
    this.#mark = this.office.changes.length;
  }

  /** What was seen since the mark, in the order of the endpoints' names and then of time. */
  seen(): Change[] {
    return inOrder(this.office.changes.slice(this.#mark).map(changeOf));
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PbxError)) throw error;
      this.error = error.code;
    }
  }

  #add(name: PhoneName, phone: Phone): void {
    this.#phones.set(name, phone);
    phone.onIncoming((call) => this.#rang.set(name, [...(this.#rang.get(name) ?? []), call]));
  }
}

export function inOrder(changes: readonly Change[]): Change[] {
  return [...changes].sort(([a], [b]) => a.localeCompare(b));
}

function changeOf(call: Call): Change {
  if (call.final !== (call.state === 'idle')) throw new Error(`Call ${call.callId} is final in state ${call.state}`);
  const own = partyOf(call.direction === 'inbound' ? call.to.number : call.from.number);
  return [own, call.direction, remoteOf(call), call.state as Change[3], call.cause];
}

function remoteOf(call: Call): PartyName {
  return partyOf(call.direction === 'inbound' ? call.from.number : call.to.number);
}

function partyOf(number: string): PartyName {
  const name = (Object.keys(numbers) as PartyName[]).find((one) => numbers[one] === number);
  if (name === undefined) throw new Error(`Nobody has the number ${number}`);
  return name;
}
