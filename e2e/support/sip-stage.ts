import { Api } from './api.ts';
import { Baresip } from './baresip.ts';
import { freePort } from './ports.ts';
import { ServerProcess } from './server-process.ts';
import { Caller } from './sipp/caller.ts';
import { SippProcess, type SippSettings } from './sipp/sipp-process.ts';
import { pause, response } from './sipp/steps.ts';
import { until } from './until.ts';

/** A number outside. */
export const OUTSIDE = '+16135550100';

/** A server with telephones that know nothing of us: baresip, and sipp, which does what a test has it do. */
export class SipStage {
  readonly server: ServerProcess;
  readonly api: Api;
  readonly #phones: Baresip[] = [];
  readonly #sipps: SippProcess[] = [];
  readonly #extensions: string[] = [];

  private constructor(server: ServerProcess, api: Api) {
    this.server = server;
    this.api = api;
  }

  static async open(settings: Record<string, string> = {}): Promise<SipStage> {
    const server = await ServerProcess.start(settings);
    return new SipStage(server, await Api.signIn(server));
  }

  /** baresip, registered; `hz`: what it says. */
  async baresip(extension: string, hz = 0): Promise<Baresip> {
    const { username, password } = await this.#create(extension);
    const phone = await Baresip.start({ username, password, server: this.server.sip, hz });
    this.#phones.push(phone);
    await this.reaches(extension, 'idle');
    return phone;
  }

  /** A telephone that sipp plays: registered, its port is free for scenarios. */
  async sippPhone(extension: string): Promise<{ port: number; authentication: string }> {
    const { username, password } = await this.#create(extension);
    const port = await freePort();
    const authentication = `[authentication username=${username} password=${password}]`;
    const phone = new Caller(extension);
    const sipp = await this.plays({
      localPort: port,
      to: extension,
      steps: [
        // sipp cannot answer the first challenge, which names SHA-256; after some silence it is offered MD5 alone.
        phone.registers(),
        response(401),
        pause(2_100),
        phone.registers({ cseq: 2 }),
        '<recv response="401" auth="true"/>',
        phone.registers({ cseq: 3, headers: ['Expires: 600', authentication] }),
        response(200),
      ],
    });
    const faults = await sipp.faults();
    if (faults !== '') throw new Error(`sipp could not register: ${faults}`);
    await this.reaches(extension, 'idle');
    return { port, authentication };
  }

  /** sipp calls the server: as the trunk, unless it has another port. */
  async plays({
    localPort = this.server.trunk.port,
    ...settings
  }: Partial<SippSettings> & Pick<SippSettings, 'steps'>) {
    return await this.#keep({ localPort, server: this.server.sip, ...settings });
  }

  /** sipp waits for a call: at the far end of the trunk, unless it has another port. */
  async awaits({
    localPort = this.server.trunk.port,
    ...settings
  }: Partial<SippSettings> & Pick<SippSettings, 'steps'>) {
    return await this.#keep({ localPort, ...settings });
  }

  async reaches(extension: string, state: string): Promise<void> {
    const now = async () => (await this.api.call('GET', `/endpoints/${extension}`)).body.state;
    await until(async () => (await now()) === state, `${extension} ${state}`, 10_000);
  }

  /** The only call of the endpoint, once it is in this state. */
  async onlyCall(extension: string, state: string) {
    return await until(
      async () => {
        const calls = await this.api.calls(extension);
        return calls.length === 1 && calls[0].state === state && calls[0];
      },
      `one call, ${state}, at ${extension}`,
      10_000,
    );
  }

  /** Resolves when nothing is left of any call. */
  async quiet(): Promise<void> {
    for (const extension of this.#extensions) {
      await until(async () => (await this.api.calls(extension)).length === 0, `no call at ${extension}`, 10_000);
      await this.reaches(extension, 'idle');
    }
  }

  /** Ends every sipp of the test that is over. */
  async clear(): Promise<void> {
    await Promise.all(this.#sipps.splice(0).map((sipp) => sipp.close()));
  }

  async close(): Promise<void> {
    await this.clear();
    await Promise.all(this.#phones.map((phone) => phone.close()));
    await this.server.remove();
  }

  async #create(extension: string) {
    this.#extensions.push(extension);
    return await this.api.createPhone(extension);
  }

  async #keep(settings: SippSettings): Promise<SippProcess> {
    const sipp = await SippProcess.start(settings);
    this.#sipps.push(sipp);
    return sipp;
  }
}
