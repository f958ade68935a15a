import { DigestVerifier, ha1, type IncomingInvite, type InviteSession, SipEndpoint, systemClock } from '@cordboard/sip';
import type { Trunk } from '../../src/trunks/trunk.ts';
import { sdpAnswer } from './device.ts';
import { eventually } from './eventually.ts';

const HOST = '127.0.0.1';
const REALM = 'carrier';

/** Answers a call, refuses it with a status, or says nothing more than 100. */
export type Manner = 'answer' | 'ring' | 'silent' | number;

/** A carrier at the other end of a trunk, with real SIP and no audio. */
export class Carrier {
  readonly sip = new SipEndpoint();
  readonly invites: IncomingInvite[] = [];
  readonly sessions: InviteSession[] = [];
  manner: Manner;
  port = 0;
  readonly #transport: 'udp' | 'tcp';

  private constructor(manner: Manner, transport: 'udp' | 'tcp') {
    this.manner = manner;
    this.#transport = transport;
    this.sip.onInvite((invite) => this.#take(invite));
  }

  static async open(manner: Manner, transport: 'udp' | 'tcp' = 'udp'): Promise<Carrier> {
    const carrier = new Carrier(manner, transport);
    carrier.port = (await carrier.sip.listen({ transport, host: HOST, port: 0 })).port;
    return carrier;
  }

  /** Numbers that it was asked for. */
  get numbers(): string[] {
    return this.invites.map(({ request }) => /^sip:([^@]*)@/.exec(request.uri)?.[1] ?? '');
  }

  /** A trunk that leads here. */
  trunk(trunkId: string, o: Partial<Trunk> = {}): Trunk {
    return {
      trunkId,
      name: `Trunk ${trunkId}`,
      host: HOST,
      port: this.port,
      transport: this.#transport,
      mode: 'static',
      trusted: false,
      callerId: 'endpoint',
      numberFormat: 'e164',
      enabled: true,
      ...o,
    };
  }

  /** From now on calls are challenged. */
  demand(username: string, password: string): void {
    const verifier = new DigestVerifier({ realm: REALM, clock: systemClock });
    const stored = { ha1Md5: ha1('MD5', username, REALM, password) };
    this.sip.onInvite((invite) => {
      const { request } = invite;
      if (verifier.verify(request, 'INVITE', (name) => (name === username ? stored : undefined)).ok) this.#take(invite);
      else {
        invite.reject(
          401,
          undefined,
          verifier.challenge(false, ['MD5']).map((value) => ['WWW-Authenticate', value] as const),
        );
      }
    });
  }

  /** Waits until it has been asked for so many calls; tells the last. */
  async asked(count = 1): Promise<IncomingInvite> {
    return await eventually(() => this.invites.slice(count - 1).at(-1), `${count} calls at the carrier`);
  }

  async close(): Promise<void> {
    await this.sip.close();
  }

  #take(invite: IncomingInvite): void {
    this.invites.push(invite);
    if (this.manner === 'ring') invite.ring(180);
    else if (typeof this.manner === 'number') invite.reject(this.manner);
    else if (this.manner === 'answer') this.sessions.push(invite.answer({ body: sdpAnswer(invite) }));
  }
}
