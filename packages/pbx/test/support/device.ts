import { SdpSession } from '@cordboard/rtp';
import {
  type Clock,
  type Credentials,
  type HeaderFields,
  type IncomingInvite,
  type InviteSession,
  type OutgoingInvite,
  SipEndpoint,
  type SipRequest,
  type SipResponse,
  type Target,
} from '@cordboard/sip';
import { eventually } from './eventually.ts';

const HOST = '127.0.0.1';

export interface DeviceOptions {
  readonly clock?: Clock;
  readonly transport?: 'udp' | 'tcp';
  readonly userAgent?: string;
  /** What it takes itself for: a private address behind a NAT. */
  readonly advertisedHost?: string;
}

interface Account {
  readonly username: string;
  readonly password: string;
  /** Of the PBX. */
  readonly port: number;
}

/** A telephone that does what the test says and nothing by itself. It has no audio but a description of some. */
export class Device {
  readonly sip: SipEndpoint;
  readonly invites: IncomingInvite[] = [];
  readonly #account: Account;
  readonly #transport: 'udp' | 'tcp';
  readonly #callId: string;
  #cseq = 0;
  port = 0;

  private constructor(account: Account, o: DeviceOptions) {
    this.#account = account;
    this.#transport = o.transport ?? 'udp';
    this.sip = new SipEndpoint({ contactUser: account.username, ...o });
    this.sip.onInvite((invite) => this.invites.push(invite));
    this.#callId = `${account.username}-${Math.random()}`;
  }

  static async open(account: Account, o: DeviceOptions): Promise<Device> {
    const device = new Device(account, o);
    device.port = (await device.sip.listen({ transport: device.#transport, host: HOST, port: 0 })).port;
    return device;
  }

  get addressOfRecord(): string {
    return `sip:${this.#account.username}@${HOST}`;
  }

  get credentials(): Credentials {
    return this.#account;
  }

  get target(): Target {
    return { transport: this.#transport, host: HOST, port: this.#account.port };
  }

  /** Sends a REGISTER; without a Contact among the headers with its own. */
  async register(headers: Record<string, string> = {}, o: { credentials?: Credentials | false } = {}) {
    return await this.send('REGISTER', { Expires: '120', ...headers }, o);
  }

  async send(
    method: string,
    headers: HeaderFields = {},
    o: { credentials?: Credentials | false; callId?: string; cseq?: number } = {},
  ): Promise<SipResponse> {
    this.#cseq += 2;
    const { credentials = this.credentials } = o;
    return await this.sip.request({
      method,
      uri: `sip:${HOST}:${this.#account.port}`,
      from: { uri: this.addressOfRecord },
      to: { uri: this.addressOfRecord },
      callId: o.callId ?? this.#callId,
      cseq: o.cseq ?? this.#cseq,
      headers,
      target: this.target,
      ...(credentials === false ? {} : { credentials }),
    });
  }

  dial(number: string, o: { body?: string; headers?: HeaderFields; from?: string } = {}): OutgoingInvite {
    return this.sip.invite({
      uri: `sip:${number}@${HOST}:${this.#account.port}`,
      from: { uri: o.from ?? this.addressOfRecord },
      body: o.body ?? this.sdp().offer(),
      headers: o.headers ?? {},
      target: this.target,
      credentials: this.credentials,
    });
  }

  /** Waits for the next INVITE. */
  async rings(): Promise<IncomingInvite> {
    return await eventually(() => this.invites.shift(), `an INVITE at ${this.#account.username}`);
  }

  /** Waits for the next INVITE and answers it. */
  async answers(): Promise<InviteSession> {
    const invite = await this.rings();
    return invite.answer({ body: sdpAnswer(invite) });
  }

  /** A description of audio at a port where nobody is. */
  sdp(): SdpSession {
    return silentAudio();
  }

  async close(): Promise<void> {
    await this.sip.close();
  }
}

function silentAudio(): SdpSession {
  return new SdpSession({ address: HOST, port: 9, id: 1 });
}

/** What a device answers to the offer in an INVITE. */
export function sdpAnswer({ request }: { request: SipRequest }): string {
  return silentAudio().answer(request.body.toString()).text;
}

/** The session of an INVITE that is answered. @throws Error with the status when it is not */
export function answered(invite: OutgoingInvite): Promise<InviteSession> {
  return new Promise((resolve, reject) => {
    invite.onAnswered(resolve);
    invite.onFailed((status, reason) => reject(new Error(`${status} ${reason}`)));
  });
}

/** The final status of an INVITE that is not answered. */
export function failed(invite: OutgoingInvite): Promise<number> {
  return new Promise((resolve, reject) => {
    invite.onFailed(resolve);
    invite.onAnswered(() => reject(new Error('It was answered')));
  });
}
