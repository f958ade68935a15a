import {
  type ConferenceHouse,
  createBuiltInPbx,
  endpointCredentials,
  type ListenAddress,
  type Mailboxes,
  type Pbx,
} from '@cordboard/pbx';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { CertificateWatch, type ReadCertificate, readCertificate } from '../sip-access/index.ts';
import type { EndpointRow, Storage } from '../storage/index.ts';
import { BindingStore } from './binding-store.ts';
import type { EndpointEntry, Gateway } from './gateway.ts';

/** Digest secrets depend on it, so it never changes. */
const REALM = 'cordboard';
/** The one site of the built-in PBX (ADR 5). */
const BUILT_IN_SITE = 'built-in';

export interface BuiltInGatewayOptions {
  readonly config: Config;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  /** Number that an account's callers show outside when they have none of their own. */
  readonly mainNumber: (accountId: string) => string | undefined;
  /** Where the sound of a new recording goes. */
  readonly recordingFile: (recordingId: string) => string;
  readonly mailboxes: Mailboxes;
}

/** The PBX in this process, its directory kept like the endpoints in the database. */
export class BuiltInGateway implements Gateway {
  readonly name = 'cordboard';
  readonly pbx: Pbx;
  readonly #entries = new Map<string, EndpointEntry>();
  readonly #publicHost: string;
  readonly #certificateWatch: CertificateWatch | undefined;
  #address: ListenAddress | undefined;

  constructor({ config, storage, clock, log, mainNumber, recordingFile, mailboxes }: BuiltInGatewayOptions) {
    const { sip, sipTls, srtp, rtpPorts, trunk, trunkDefaultEndpoint, trunkNumbers, numbering } = config;
    this.#publicHost = sip.publicHost ?? sip.host;
    const certificate = sipTls === undefined ? undefined : readCertificate(sipTls.files);
    this.pbx = createBuiltInPbx({
      host: sip.host,
      port: sip.port,
      ...(sipTls === undefined || certificate === undefined ? {} : { tls: { port: sipTls.port, certificate } }),
      realm: REALM,
      srtp,
      rtpPorts,
      sounds: config.sounds,
      ...(sip.publicHost === undefined ? {} : { publicHost: sip.publicHost }),
      ...(trunk === undefined
        ? {}
        : {
            trunk: {
              ...trunk,
              didMap: trunkNumbers,
              ...(trunkDefaultEndpoint === undefined ? {} : { defaultEndpointId: trunkDefaultEndpoint }),
            },
          }),
      numbering,
      mainNumberOf: (endpointId) => {
        const entry = this.#entries.get(endpointId);
        return entry === undefined ? undefined : mainNumber(entry.accountId);
      },
      store: new BindingStore(storage),
      recordings: { file: recordingFile },
      voicemail: { mailboxes },
      clock,
      log,
    });
    if (sipTls === undefined || certificate === undefined) return;
    const renewed = (next: ReadCertificate) => this.pbx.renewCertificate(next);
    this.#certificateWatch = new CertificateWatch({ files: sipTls.files, current: certificate, renewed, clock, log });
  }

  get realm(): string {
    return REALM;
  }

  /** Where telephones register, `sip:host:port`. */
  get registrar(): string {
    const host = this.#publicHost.includes(':') ? `[${this.#publicHost}]` : this.#publicHost;
    return `sip:${host}:${this.#address?.port ?? 0}`;
  }

  /** Makes the lines known; before `start`. */
  load(endpoints: readonly EndpointRow[]): void {
    for (const endpoint of endpoints) this.endpointChanged(endpoint);
  }

  async start(): Promise<void> {
    this.#address = (await this.pbx.start()).udp;
    this.#certificateWatch?.start();
  }

  entry(endpointId: string): EndpointEntry | undefined {
    return this.#entries.get(endpointId);
  }

  numbersOf(endpointId: string): string[] {
    const own = this.pbx.routes.numbers.list().filter(({ destination }) => destination === endpointId);
    return [endpointId, ...own.map(({ number }) => number)];
  }

  endpointChanged({ endpointId, accountId, userId, siteId, name, ha1Md5, ha1Sha256 }: EndpointRow): void {
    this.#entries.set(endpointId, { endpointId, accountId, userId, siteId });
    const credentials = ha1Md5 === null || ha1Sha256 === null ? undefined : { ha1Md5, ha1Sha256 };
    this.pbx.directory.set({ endpointId, name, userId, credentials });
  }

  endpointRemoved(endpointId: string): void {
    // The calls end first, while it is still known whose they were.
    this.pbx.directory.remove(endpointId);
    queueMicrotask(() => queueMicrotask(() => this.#entries.delete(endpointId)));
  }

  /** A ring group's number is an endpoint of nobody: administrators see it, and no telephone registers for it. */
  groupChanged({ number, name, accountId }: { number: string; name: string; accountId: string }): void {
    this.#entries.set(number, { endpointId: number, accountId, userId: '', siteId: BUILT_IN_SITE, group: true });
    this.pbx.directory.set({ endpointId: number, name, credentials: undefined });
  }

  /** The number of the conferences is an endpoint that nobody sees. */
  conferencesServed(number: string, house: ConferenceHouse): void {
    this.pbx.directory.set({ endpointId: number, name: 'Conferences', credentials: undefined });
    this.pbx.conferences.serve(number, house);
  }

  groupRemoved(number: string): void {
    this.pbx.features.removeGroup(number);
    this.pbx.directory.remove(number);
    this.#entries.delete(number);
  }

  digestSecrets(endpointId: string, password: string): { ha1Md5: string; ha1Sha256: string } {
    return endpointCredentials(endpointId, REALM, password);
  }

  async close(): Promise<void> {
    this.#certificateWatch?.close();
    await this.pbx.close('server stops');
  }
}
