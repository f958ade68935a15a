import { Phone, type PhoneOptions } from '@cordboard/phone';
import { ha1 } from '@cordboard/sip';
import { type Call, createBuiltInPbx, type Pbx, type PbxOptions } from '../../src/index.ts';
import { MemoryStore } from './memory-store.ts';

const REALM = 'office';
const PASSWORD = 'secret';

/** A PBX with telephones and an outside party on its trunk, all on loopback with real SIP and RTP. */
export class Office {
  readonly store = new MemoryStore();
  /** Every change of every call, in order. */
  readonly changes: Call[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  pbx!: Pbx;
  port = 0;
  outside!: Phone;

  static async open(o: Partial<PbxOptions> = {}): Promise<Office> {
    const office = new Office();
    await office.start(o);
    return office;
  }

  async start(o: Partial<PbxOptions> = {}): Promise<void> {
    this.outside = await Phone.start({
      server: { host: '127.0.0.1', port: 9 },
      username: '+16135550100',
      displayName: 'Outside Caller',
      password: '',
      register: false,
      tone: 425,
      autoAnswer: true,
    });
    this.#closers.push(() => this.outside.close());
    this.pbx = createBuiltInPbx({
      host: '127.0.0.1',
      port: 0,
      realm: REALM,
      rtpPorts: rtpRange(),
      store: this.store,
      trunk: { host: '127.0.0.1', port: this.outside.address.port },
      ...o,
    });
    this.pbx.onCallChanged((call) => this.changes.push(call));
    const { udp } = await this.pbx.start();
    this.port = udp.port;
    this.#closers.push(() => this.pbx.close());
  }

  addExtension(endpointId: string): void {
    const credentials = {
      ha1Md5: ha1('MD5', endpointId, REALM, PASSWORD),
      ha1Sha256: ha1('SHA-256', endpointId, REALM, PASSWORD),
    };
    this.pbx.directory.set({ endpointId, name: `Name ${endpointId}`, credentials });
  }

  /** An extension with a telephone that obeys `Event: talk`, unless told otherwise. */
  async addPhone(endpointId: string, o: Partial<PhoneOptions> = {}): Promise<Phone> {
    if (this.pbx.directory.get(endpointId) === undefined) this.addExtension(endpointId);
    const server = {
      host: '127.0.0.1',
      port: this.port,
      ...(o.server?.transport === 'tcp' ? { transport: 'tcp' as const } : {}),
    };
    const phone = await Phone.start({
      username: endpointId,
      password: PASSWORD,
      realm: REALM,
      talk: true,
      ...o,
      server,
    });
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

  async quiet(): Promise<void> {
    await eventually(() => {
      const { calls, legs, mediaSessions } = this.pbx.stats();
      return calls === 0 && legs === 0 && mediaSessions === 0;
    }, 'no call left');
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }
}

export async function eventually<T>(look: () => T | undefined | false, what: string, timeoutMs = 5_000): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`did not see: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Below the system's ephemeral ports, one stretch for each test worker. */
function rtpRange(): { from: number; to: number } {
  const from = 12_000 + (Number(process.env.VITEST_POOL_ID ?? 1) % 10) * 1_000;
  return { from, to: from + 599 };
}
