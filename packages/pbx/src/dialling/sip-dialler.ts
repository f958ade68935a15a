import { encodeUser, formatNameAddr, type SipEndpoint, type Target } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import type { Dialler, InviteRequest } from '../engine/exchange.ts';
import { diversionHeaders } from '../features/forwarding.ts';
import type { Contact } from '../registrar/bindings.ts';
import { firstHop } from '../registrar/path.ts';
import type { TrunkDestination } from '../routing/destination.ts';
import type { OutgoingCall } from '../trunks/outgoing-call.ts';
import type { TrunkDialler } from '../trunks/trunk-dialler.ts';
import { partyAddress } from './party-address.ts';

/** Sends INVITEs by SIP. */
export class SipDialler implements Dialler {
  readonly #endpoint: SipEndpoint;
  readonly #host: string;
  readonly #trunks: TrunkDialler;

  /** `host`: what the callee sees behind the @ of the caller. */
  constructor(endpoint: SipEndpoint, host: string, trunks: TrunkDialler) {
    this.#endpoint = endpoint;
    this.#host = host;
    this.#trunks = trunks;
  }

  device(contact: Contact, request: InviteRequest): OutgoingCall {
    return this.#endpoint.invite({
      uri: contact.contact,
      from: partyAddress(
        { number: request.number, ...(request.name === undefined ? {} : { name: request.name }) },
        this.#host,
      ),
      to: { uri: `sip:${encodeUser(contact.endpointId)}@${this.#host}` },
      headers: [...routesOf(contact), ...this.#headersOf(request)],
      body: request.body,
      ...(request.hops === undefined ? {} : { maxForwards: request.hops }),
      target: deviceTarget(contact),
    });
  }

  identity(party: Party): string {
    return formatNameAddr({ ...partyAddress(party, this.#host), params: new Map() });
  }

  trunk(destination: TrunkDestination, request: InviteRequest): OutgoingCall {
    return this.#trunks.dial(destination, { ...request, headers: this.#headersOf(request) });
  }

  #headersOf({ headers, diversions = [] }: InviteRequest): InviteRequest['headers'] {
    return [...headers, ...diversionHeaders(diversions, this.#host)];
  }
}

/** The proxies that it registered through (RFC 3327 section 5.4). */
function routesOf({ path = [] }: Contact): InviteRequest['headers'] {
  return path.map((proxy) => ['Route', proxy] as const);
}

/**
 * Where a registered phone is reached: by its connection while that is open; on UDP at its Contact's port when the
 * Contact tells its real address, else where its REGISTER came from, for then it sits behind a NAT (RFC 3581). Behind a
 * proxy all that is said of the proxy.
 */
function deviceTarget({ contact, source, flow, path = [] }: Contact): Target {
  if (flow?.reliable === true && flow.open) return { flow };
  const uri = firstHop(contact, path);
  // With `ob`, the phone wants what it registered by to be used (RFC 5626 section 5.3).
  const own = uri === undefined || (path.length === 0 && uri.params.has('ob'));
  const honest = !own && (uri.host === source.remoteAddress || uri.host === 'localhost');
  const port = honest || source.transport === 'tcp' ? (uri?.port ?? 5_060) : source.remotePort;
  return { transport: source.transport, host: source.remoteAddress, port };
}
