import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phone, type PhoneCall, type PhoneOptions } from '@cordboard/phone';
import { systemClock } from '../../../src/clock.ts';
import type { Config } from '../../../src/config.ts';
import { type Context, createContext } from '../../../src/context.ts';
import { silentLog } from '../../../src/log.ts';
import { openStorage } from '../../../src/storage/index.ts';
import type { Place } from '../../support/storage.ts';
import { Api } from './api.ts';
import { PASSWORD, type Person, people, settle } from './people.ts';
import { until } from './until.ts';

type Nobody = { readonly email?: undefined };

/** A running server with people, telephones and an outside party on its trunk; all of it real, on loopback. */
export class Company {
  readonly place: Place;
  readonly outside: Phone;
  readonly #settings: Partial<Config>;
  readonly #phones: Phone[] = [];
  readonly #apis = new Map<string, Promise<Api>>();
  #remove = async () => {};
  #context: Context | undefined;
  #url = '';

  private constructor(place: Place, outside: Phone, settings: Partial<Config>) {
    this.place = place;
    this.outside = outside;
    this.#settings = settings;
  }

  /** Opens a company in an empty place. Close it in the end. */
  static async open(place: Place, settings: Partial<Config> = {}): Promise<Company> {
    await prepare(place);
    const outside = await Phone.start({
      server: { host: '127.0.0.1', port: 9 },
      username: '+16135550100',
      displayName: 'Outside Caller',
      password: '',
      register: false,
    });
    const company = new Company(place, outside, settings);
    try {
      await company.start();
    } catch (error) {
      await company.close();
      throw error;
    }
    return company;
  }

  /** As open, on SQLite in a folder that `close` removes. */
  static async temporary(settings: Partial<Config> = {}): Promise<Company> {
    const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-company-'));
    const company = await Company.open({ dataDir }, settings);
    company.#remove = () => rm(dataDir, { recursive: true, force: true });
    return company;
  }

  get context(): Context {
    if (this.#context === undefined) throw new Error('The server is stopped');
    return this.#context;
  }

  get url(): string {
    return this.#url;
  }

  get sipPort(): number {
    return Number(this.context.gateway.registrar.split(':').at(-1));
  }

  /** Starts the server on what the place holds; again after `stop`. */
  async start(settings: Partial<Config> = {}): Promise<void> {
    this.#context = await createContext({
      config: { ...testConfig(this.place, this.outside.address.port), ...this.#settings, ...settings },
      log: silentLog,
      version: 'test',
      clock: systemClock,
      validateAnswers: true,
    });
    await this.#context.start();
    this.#url = await this.#context.app.listen({ host: '127.0.0.1', port: 0 });
    this.#apis.clear();
  }

  async stop(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  /** The API as somebody signed in; without a person, as nobody. */
  async as(person: Person | Nobody): Promise<Api> {
    if (person.email === undefined) return new Api(this.#url);
    const known = this.#apis.get(person.email) ?? new Api(this.#url).signIn(person.email, PASSWORD);
    this.#apis.set(person.email, known);
    return await known;
  }

  /** A registered telephone on a person's extension, which obeys `Event: talk` unless told otherwise. */
  async phone({ extension }: Person, o: Partial<PhoneOptions> = {}): Promise<Phone> {
    const admin = await this.as(people.admin);
    const { body } = await admin.post(`/endpoints/${extension}/credentials`);
    const server = { host: '127.0.0.1', port: this.sipPort };
    const { username, password, realm } = body;
    const phone = await Phone.start({ server, username, password, realm, talk: true, ...o });
    this.#phones.push(phone);
    return phone;
  }

  /** The outside party calls an extension. */
  async callIn({ extension }: Person): Promise<PhoneCall> {
    return await this.outside.dial(`sip:${extension}@127.0.0.1:${this.sipPort}`);
  }

  /** The call id of a person's only live call, once it is in this state. */
  async callId({ extension = '' }: Person, state: string): Promise<string> {
    const { pbx } = this.context.gateway;
    return await until(() => {
      const [call, ...others] = pbx.calls(extension);
      return others.length === 0 && call?.state === state && call.callId;
    }, `${extension} ${state}`);
  }

  /** Ends all calls. */
  async quiet(): Promise<void> {
    const { pbx } = this.context.gateway;
    // The caller first: when the target of a transfer declines, the transferor is rung again.
    await until(() => hangUp([this.outside]) === 0, 'the outside party without calls');
    await until(() => hangUp(this.#phones) + hangUp([this.outside]) + pbx.stats().legs === 0, 'no call left');
  }

  async close(): Promise<void> {
    for (const phone of [...this.#phones.splice(0), this.outside]) await phone.close();
    await this.stop();
    await this.#remove();
  }
}

/** @returns how many calls there were */
function hangUp(phones: readonly Phone[]): number {
  const calls = phones.flatMap((phone) => phone.calls);
  for (const call of calls) call.hangup();
  return calls.length;
}

/** Puts the people into an empty database. */
export async function prepare(place: Place): Promise<void> {
  const storage = await openStorage({ ...place, log: silentLog, clock: systemClock });
  await settle(storage);
  await storage.close();
}

export function testConfig({ dataDir, databaseUrl }: Place, trunkPort: number): Config {
  return {
    dataDir,
    databaseUrl,
    http: { host: '127.0.0.1', port: 0 },
    publicUrl: 'http://127.0.0.1:0',
    sip: { host: '127.0.0.1', port: 0, publicHost: undefined },
    srtp: 'required',
    rtpPorts: rtpRange(),
    admin: undefined,
    webhookAllow: ['127.0.0.0/8'],
    trunk: { host: '127.0.0.1', port: trunkPort },
    trunkDefaultEndpoint: undefined,
    trunkNumbers: { '+16135550199': '2880' },
    sounds: {},
    numbering: {},
    finalCallState: 'idle',
    requestsPerSecond: 0,
    callRecordDays: 0,
    recordingDays: 0,
    logLevel: 'silent',
  };
}

/** Ports rest between calls, so there are many. Anywhere below the system's ephemeral ports and those of other suites, so that servers seldom meet. */
function rtpRange(): Config['rtpPorts'] {
  const from = 2 * randomInt(1_000, 4_900);
  return { from, to: from + 1_023 };
}
