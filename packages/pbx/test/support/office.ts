import type { Worker } from 'node:worker_threads';
import { Phone, type PhoneOptions } from '@cordboard/phone';
import { SipEndpoint } from '@cordboard/sip';
import {
  type Call,
  createBuiltInPbx,
  endpointCredentials,
  type Pbx,
  type PbxOptions,
  type TrunkOptions,
} from '../../src/index.ts';
import { Device, type DeviceOptions } from './device.ts';
import { eventually } from './eventually.ts';
import { PASSWORD, REALM } from './keys.ts';
import { MemoryStore } from './memory-store.ts';
import { PhoneWithPlug } from './phone-with-plug.ts';
import { freeRange } from './ports.ts';
import { RawPhone } from './raw-phone.ts';

const SETTLING_ROUNDS = 8;
const RTP_PORTS = 100;

export type OfficeOptions = Omit<Partial<PbxOptions>, 'trunk'> & {
  /** Changes to the trunk that leads to the outside party; false: no trunk. */
  readonly trunk?: Partial<TrunkOptions> | false;
};

/** A PBX with telephones and an outside party on its trunk, all on loopback with real SIP and RTP. */
export class Office {
  readonly store = new MemoryStore();
  /** Every change of every call, in order. */
  readonly changes: Call[] = [];
  readonly #phones: Phone[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  pbx!: Pbx;
  port = 0;
  /** Of SIP over TLS, when the options have it. */
  tlsPort = 0;
  outside!: Phone;
  /** The thread that carries the audio. */
  mediaWorker!: Worker;
  readonly #probe = new SipEndpoint();
  readonly #o: OfficeOptions;

  private constructor(o: OfficeOptions) {
    this.#o = o;
  }

  static async open(o: OfficeOptions = {}): Promise<Office> {
    const office = new Office(o);
    await office.#start();
    return office;
  }

  async #start(): Promise<void> {
    this.outside = await Phone.start({
      server: { host: '127.0.0.1', port: 9 },
      username: '+16135550100',
      displayName: 'Outside Caller',
      password: '',
      register: false,
      tone: 425,
    });
    this.#closers.push(() => this.outside.close());
    await this.#probe.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    this.#closers.push(() => this.#probe.close());
    const noteWorker = (worker: Worker) => {
      this.mediaWorker = worker;
    };
    process.on('worker', noteWorker);
    this.#closers.push(async () => void process.off('worker', noteWorker));
    await this.#startPbx(0);
    this.#closers.push(() => this.pbx.close());
  }

  async #startPbx(port: number): Promise<void> {
    const { trunk, ...options } = this.#o;
    this.pbx = createBuiltInPbx({
      host: '127.0.0.1',
      port,
      realm: REALM,
      rtpPorts: await freeRange(RTP_PORTS),
      store: this.store,
      ...options,
      ...(trunk === false ? {} : { trunk: { host: '127.0.0.1', port: this.outside.address.port, ...trunk } }),
    });
    this.pbx.onCallChanged((call) => this.changes.push(call));
    const { udp, tls } = await this.pbx.start();
    this.port = udp.port;
    this.tlsPort = tls?.port ?? 0;
  }

  /** Another PBX on the same store and port, as after a restart of the process. */
  async restart(): Promise<void> {
    const { port } = this;
    const entries = this.pbx.directory.list();
    await this.shutDown();
    await this.#startPbx(port);
    for (const entry of entries) this.pbx.directory.set(entry);
  }

  /** Ends the PBX while its phones are there. */
  async shutDown(): Promise<void> {
    await this.pbx.close('shut down');
    this.port = 0;
  }

  addExtension(endpointId: string): void {
    const credentials = endpointCredentials(endpointId, REALM, PASSWORD);
    this.pbx.directory.set({ endpointId, name: `Name ${endpointId}`, credentials });
  }

  /** An extension with a telephone that obeys `Event: talk`, unless told otherwise. */
  async addPhone(
    endpointId: string,
    o: Partial<Omit<PhoneOptions, 'server'>> & { transport?: 'udp' | 'tcp' } = {},
  ): Promise<Phone> {
    if (this.pbx.directory.get(endpointId) === undefined) this.addExtension(endpointId);
    const phone = await Phone.start({ ...this.#optionsOf(endpointId, o), ...o });
    this.#phones.push(phone);
    return phone;
  }

  /** An extension whose telephone answers every call, and whose plug can be pulled. */
  async addPhoneWithPlug(endpointId: string): Promise<PhoneWithPlug> {
    if (this.pbx.directory.get(endpointId) === undefined) this.addExtension(endpointId);
    const phone = await PhoneWithPlug.start(this.#optionsOf(endpointId));
    this.#closers.unshift(() => phone.pull());
    return phone;
  }

  /** An extension's telephone that does what the test says; registered unless told otherwise. */
  async addDevice(endpointId: string, o: DeviceOptions & { registered?: boolean } = {}): Promise<Device> {
    if (this.pbx.directory.get(endpointId) === undefined) this.addExtension(endpointId);
    const device = await Device.open({ username: endpointId, password: PASSWORD, port: this.port }, o);
    this.#closers.unshift(() => device.close());
    if (o.registered !== false) await device.register();
    return device;
  }

  /** An extension's telephone on a bare socket; it is not registered. */
  async addRawPhone(endpointId: string): Promise<RawPhone> {
    if (this.pbx.directory.get(endpointId) === undefined) this.addExtension(endpointId);
    const phone = await RawPhone.open(endpointId, this.port);
    this.#closers.unshift(() => phone.close());
    return phone;
  }

  /** The outside party calls an extension. */
  async callIn(number: string) {
    return await this.outside.dial(`sip:${number}@127.0.0.1:${this.port}`);
  }

  /** The one live call of an endpoint in this state. */
  async call(endpointId: string, state: string): Promise<Call> {
    return await eventually(
      () => this.pbx.calls(endpointId).find((call) => call.state === state),
      `${endpointId} ${state}`,
    );
  }

  /** State and cause of an endpoint's changes so far, as `ringing/newCall`. */
  story(endpointId: string): string[] {
    return this.changes.filter((call) => call.endpointId === endpointId).map(({ state, cause }) => `${state}/${cause}`);
  }

  /** Messages go to and fro: what the phones and the PBX still had to say to each other has been said. */
  async settled(): Promise<void> {
    if (this.port === 0) return;
    const uri = `sip:127.0.0.1:${this.port}`;
    for (let round = 0; round < SETTLING_ROUNDS; round += 1) {
      await this.#probe.request({ method: 'OPTIONS', uri, from: { uri: 'sip:probe@127.0.0.1' } });
    }
  }

  async quiet(): Promise<void> {
    await eventually(() => {
      const { calls, legs, mediaSessions } = this.pbx.stats();
      return calls === 0 && legs === 0 && mediaSessions === 0;
    }, 'no call left');
  }

  async close(): Promise<void> {
    await Promise.all(this.#phones.splice(0).map((phone) => phone.close()));
    for (const close of this.#closers.splice(0)) await close();
  }

  #optionsOf(endpointId: string, o: { transport?: 'udp' | 'tcp' } = {}): PhoneOptions {
    const { transport = 'udp' } = o;
    const server = { host: '127.0.0.1', port: this.port, transport };
    return { server, username: endpointId, password: PASSWORD, realm: REALM, talk: true };
  }
}
