import type { SipRequest, SipResponse } from '@cordboard/sip';
import { authorization, field } from '../../../sip/test/support/digest.ts';
import { RawPeer } from '../../../sip/test/support/raw-peer.ts';
import { type ResponseText, responseText } from '../../../sip/test/support/texts.ts';
import { sdpAnswer } from './device.ts';
import { PASSWORD, REALM } from './keys.ts';

const HOST = '127.0.0.1';

export interface RawRequest {
  /** Whom it names; default: itself. */
  readonly to?: string;
  readonly from?: string;
  readonly uri?: string;
  readonly branch?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly toTag?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** What a bare phone answers to the offer in an INVITE. */
export function rawAnswer(invite: SipRequest): ResponseText {
  return { body: sdpAnswer({ request: invite }) };
}

interface Answer {
  readonly username?: string;
  readonly password?: string;
  readonly algorithm?: 'MD5' | 'SHA-256';
}

/** A telephone on a bare UDP socket: it repeats, acknowledges and answers nothing by itself. */
export class RawPhone {
  readonly peer: RawPeer;
  readonly #endpointId: string;
  readonly #pbx: { readonly host: string; readonly port: number; readonly transport: 'udp' };
  #branches = 0;

  private constructor(peer: RawPeer, endpointId: string, port: number) {
    this.peer = peer;
    this.#endpointId = endpointId;
    this.#pbx = { transport: 'udp', host: HOST, port };
  }

  static async open(endpointId: string, port: number): Promise<RawPhone> {
    return new RawPhone(await RawPeer.open(), endpointId, port);
  }

  get contact(): string {
    return `<sip:${this.#endpointId}@${HOST}:${this.peer.port}>`;
  }

  send(method: string, o: RawRequest = {}): void {
    this.#branches += 1;
    const { from = this.#endpointId, to = from, body = '', cseq = 1 } = o;
    const text = [
      `${method} ${o.uri ?? `sip:${to}@${HOST}`} SIP/2.0`,
      `Via: SIP/2.0/UDP ${HOST}:${this.peer.port};rport;branch=z9hG4bK${o.branch ?? `raw${this.#branches}`}`,
      'Max-Forwards: 70',
      `From: <sip:${from}@${HOST}>;tag=raw`,
      `To: <sip:${to}@${HOST}>${o.toTag === undefined ? '' : `;tag=${o.toTag}`}`,
      `Call-ID: ${o.callId ?? `raw-${this.peer.port}`}`,
      `CSeq: ${cseq} ${method}`,
      ...(o.headers ?? []),
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
    this.peer.send(text, this.#pbx);
  }

  /** Sends a request and gives its final answer. */
  async asks(method: string, o: RawRequest = {}): Promise<SipResponse> {
    this.send(method, o);
    return await this.final(method);
  }

  /** Sends a request, and again with the credentials that were asked for; gives the final answer. */
  async asksAuthorized(method: string, o: RawRequest = {}): Promise<SipResponse> {
    // The ACK to a refusal belongs to the transaction of its INVITE (RFC 3261 section 17.1.1.3).
    const branch = `first${this.#branches}`;
    const challenge = await this.asks(method, { ...o, branch });
    if (method === 'INVITE') this.send('ACK', { ...o, branch, headers: [], body: '' });
    const cseq = (o.cseq ?? 1) + 1;
    const again = { ...o, cseq, headers: [...(o.headers ?? []), this.authorization(method, challenge, o)] };
    return await this.asks(method, again);
  }

  async register(): Promise<SipResponse> {
    return await this.asksAuthorized('REGISTER', {
      callId: `register-${this.peer.port}`,
      headers: [`Contact: ${this.contact}`],
    });
  }

  /** The header that answers a challenge. */
  authorization(method: string, challenge: SipResponse, o: RawRequest & Answer = {}): string {
    const { username = this.#endpointId, password = PASSWORD, algorithm = 'SHA-256' } = o;
    const uri = o.uri ?? `sip:${o.to ?? o.from ?? this.#endpointId}@${HOST}`;
    const nonce = field(challenge.headers.get('www-authenticate') ?? '', 'nonce');
    const fields = { username, password, realm: REALM, nonce, method, uri, qop: 'auth', algorithm };
    return `Authorization: ${authorization(fields)}`;
  }

  /** The next final answer to a request with this method; provisional ones are passed over. */
  async final(method: string): Promise<SipResponse> {
    for (;;) {
      const response = await this.peer.nextResponse();
      if (response.status >= 200 && response.head.cseq.method === method) return response;
    }
  }

  reply(request: SipRequest, status: number, o: ResponseText = {}): void {
    this.peer.send(responseText(request, status, { toTag: 'raw', contact: this.contact, ...o }), this.#pbx);
  }

  /** Sends a request inside the dialog that an INVITE of the PBX has opened here. */
  sendInDialog(method: string, { head }: SipRequest, o: { cseq?: number; body?: string } = {}): void {
    this.#branches += 1;
    const { cseq = 1, body = '' } = o;
    const text = [
      `${method} sip:${HOST}:${this.#pbx.port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${HOST}:${this.peer.port};rport;branch=z9hG4bKraw${this.#branches}`,
      'Max-Forwards: 70',
      `From: <${head.to.uri}>;tag=raw`,
      `To: <${head.from.uri}>;tag=${head.from.params.get('tag')}`,
      `Call-ID: ${head.callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: ${this.contact}`,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
    this.peer.send(text, this.#pbx);
  }

  /** Everything that came until now, in words. */
  async heard(): Promise<string[]> {
    return await this.peer.heard(this.#pbx);
  }

  async close(): Promise<void> {
    await this.peer.close();
  }
}
