import { afterEach } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import type { Config } from '../../src/config.ts';
import { type Context, createContext } from '../../src/context.ts';
import { type Log, silentLog } from '../../src/log.ts';
import { accountIds, bringIn, emailOf, PASSWORD, type Person } from './cast.ts';
import { type Answer, Client } from './client.ts';
import { rtpRange } from './rtp-range.ts';
import { eachPlace, type Place } from './storage.ts';

export interface WorldOptions {
  /** Where an earlier world was; default: a new, empty place. */
  readonly place?: Place;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly config?: Partial<Config>;
  /** False: a database without accounts. */
  readonly people?: boolean;
}

/** A server with three companies and their people, on a database of its own. SIP listens on a free port of loopback. */
export class World {
  readonly place: Place;
  readonly context: Context;
  /** A program without a token. */
  readonly stranger: Client;
  #closing: Promise<void> | undefined;

  private constructor(place: Place, context: Context) {
    this.place = place;
    this.context = context;
    this.stranger = new Client(context.app);
  }

  static async start(place: Place, o: WorldOptions = {}): Promise<World> {
    const { clock = systemClock, log = silentLog, config = {}, people = true } = o;
    const context = await createContext({
      config: { ...(await testConfig(place)), ...config },
      log,
      clock,
      version: '1.2.3',
      validateAnswers: true,
    });
    if (people && !(await context.admin.accounts.exist())) await bringIn(context.storage, clock.now());
    await context.start();
    return new World(place, context);
  }

  get storage(): Context['storage'] {
    return this.context.storage;
  }

  /** POST /token with the password grant. */
  signIn(person: Person, fields: object = {}): Promise<Answer> {
    const body = { grant_type: 'password', username: emailOf(person), password: PASSWORD, ...fields };
    return this.stranger.post('/token', body);
  }

  async as(person: Person): Promise<Client> {
    const { body } = await this.signIn(person);
    return this.withToken(body.access_token);
  }

  withToken(token: string): Client {
    return new Client(this.context.app, { authorization: `Bearer ${token}` });
  }

  close(): Promise<void> {
    this.#closing ??= this.context.close();
    return this.#closing;
  }
}

export const homeUsers = `/accounts/${accountIds.home}/users`;

/** Runs a suite on SQLite and on PostgreSQL. What `start` started is closed after the test. */
export function eachWorld(name: string, suite: (start: (o?: WorldOptions) => Promise<World>) => void): void {
  eachPlace(name, (makePlace) => {
    const worlds: World[] = [];
    afterEach(async () => {
      for (const world of worlds.splice(0).reverse()) await world.close();
    });
    suite(async (o = {}) => {
      const world = await World.start(o.place ?? (await makePlace()), o);
      worlds.push(world);
      return world;
    });
  });
}

async function testConfig({ dataDir, databaseUrl }: Place): Promise<Config> {
  return {
    dataDir,
    databaseUrl,
    http: { host: '127.0.0.1', port: 0 },
    publicUrl: 'http://127.0.0.1:8080',
    sip: { host: '127.0.0.1', port: 0, publicHost: undefined },
    srtp: 'required',
    rtpPorts: await rtpRange(),
    admin: undefined,
    webhookAllow: ['127.0.0.0/8'],
    trunk: undefined,
    trunkDefaultEndpoint: undefined,
    trunkNumbers: {},
    sounds: {},
    numbering: { country: 'CA' },
    finalCallState: 'idle',
    requestsPerSecond: 0,
    callRecordDays: 0,
    recordingDays: 0,
    logLevel: 'silent',
  };
}
