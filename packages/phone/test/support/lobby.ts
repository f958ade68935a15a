import { type Clock, type IncomingInvite, SipEndpoint } from '@cordboard/sip';
import { Phone, type PhoneCall, type PhoneOptions } from '../../src/index.ts';

const HOST = '127.0.0.1';

/** The phones and SIP peers of one test. */
export class Lobby {
  readonly #closers: (() => Promise<void>)[] = [];

  /** A phone without a registrar. */
  async phone(o: Partial<PhoneOptions> = {}): Promise<Phone> {
    const server = { host: HOST, port: 9 };
    return this.add(await Phone.start({ server, username: 'phone', password: '', register: false, ...o }));
  }

  add(phone: Phone): Phone {
    // Before their registrar.
    this.#closers.unshift(() => phone.close());
    return phone;
  }

  /** A bare SIP endpoint that says what the test wants. */
  async peer(
    o: { transport?: 'udp' | 'tcp'; clock?: Clock } = {},
  ): Promise<{ sip: SipEndpoint; uri: string; port: number }> {
    const sip = new SipEndpoint({ contactUser: 'peer', ...(o.clock === undefined ? {} : { clock: o.clock }) });
    const { port } = await sip.listen({ transport: o.transport ?? 'udp', host: HOST, port: 0 });
    this.#closers.push(() => sip.close());
    return { sip, port, uri: `sip:peer@${HOST}:${port}` };
  }

  /** Closes all, and sees that no socket of theirs is left: neither SIP nor RTP. */
  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
    await eventually(() => udpSockets() === 0, `no UDP socket left (${udpSockets()})`);
  }
}

export const uriOf = (phone: Phone, user = 'phone') => `sip:${user}@${phone.address.host}:${phone.address.port}`;

/** The next call that rings in. */
export const nextCall = (phone: Phone) =>
  new Promise<PhoneCall>((resolve) => {
    const stop = phone.onIncoming((call) => {
      stop();
      resolve(call);
    });
  });

export const nextInvite = (sip: SipEndpoint) => new Promise<IncomingInvite>((resolve) => sip.onInvite(resolve));

/** UDP sockets of this process: SIP and RTP. */
export const udpSockets = () => process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length;

export async function eventually<T>(look: () => T | undefined | false, what: string): Promise<T> {
  const deadline = performance.now() + 8_000;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`did not see: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
