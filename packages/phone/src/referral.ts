import type { IncomingRequest, InviteSession } from '@cordboard/sip';

/** A transfer that this phone asked for, and what it is told of it (RFC 3515). */
export class Referral {
  #settle: (status: number) => void = () => {};
  readonly #outcome = new Promise<number>((resolve) => {
    this.#settle = resolve;
  });

  /** Resolves with the final status of the transfer. @throws Error when the server does not try it */
  async send(session: InviteSession, target: string): Promise<number> {
    const response = await session.request('REFER', { headers: { 'Refer-To': `<${target}>` } });
    if (response.status >= 300) throw new Error(`The server answered ${response.status} ${response.reason}`);
    return await this.#outcome;
  }

  receive(incoming: IncomingRequest): void {
    incoming.respond(200);
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(incoming.request.body.toString())?.[1]);
    if (status >= 200) this.#settle(status);
  }
}
