import { encodeUser, type OutgoingInvite, parseUri, type SipEndpoint, type Target } from '@cordboard/sip';
import type { Dialler, InviteRequest } from '../engine/exchange.ts';
import type { TrunkOptions } from '../pbx.ts';
import type { Contact } from '../registrar/bindings.ts';

/** Sends INVITEs by SIP. */
export class SipDialler implements Dialler {
  readonly #endpoint: SipEndpoint;
  readonly #host: string;
  readonly #trunk: TrunkOptions | undefined;

  /** `host`: what the callee sees behind the @ of the caller. */
  constructor(endpoint: SipEndpoint, host: string, trunk: TrunkOptions | undefined) {
    this.#endpoint = endpoint;
    this.#host = host;
    this.#trunk = trunk;
  }

  device(contact: Contact, request: InviteRequest): OutgoingInvite {
    const to = `sip:${encodeUser(contact.endpointId)}@${this.#host}`;
    return this.#send(contact.contact, to, deviceTarget(contact), request);
  }

  trunk(number: string, request: InviteRequest): OutgoingInvite {
    const trunk = this.#trunk;
    if (trunk === undefined) throw new Error('There is no trunk');
    const uri = `sip:${encodeUser(number)}@${trunk.host}:${trunk.port}`;
    return this.#send(uri, uri, { transport: trunk.transport ?? 'udp', host: trunk.host, port: trunk.port }, request);
  }

  #send(uri: string, to: string, target: Target, request: InviteRequest): OutgoingInvite {
    const from = `sip:${encodeUser(request.number)}@${this.#host}`;
    return this.#endpoint.invite({
      uri,
      from: { uri: from, ...(request.name === undefined ? {} : { displayName: request.name }) },
      to: { uri: to },
      headers: request.headers,
      body: request.body,
      target,
    });
  }
}

/**
 * Where a registered phone is reached: by its connection while that is open; on UDP at its Contact's port when the
 * Contact tells its real address, else where its REGISTER came from, for then it sits behind a NAT (RFC 3581).
 */
function deviceTarget({ contact, source, flow }: Contact): Target {
  if (flow?.reliable === true && flow.open) return { flow };
  const uri = parseUri(contact);
  const honest = uri !== undefined && (uri.host === source.remoteAddress || uri.host === 'localhost');
  const port = honest || source.transport === 'tcp' ? (uri?.port ?? 5_060) : source.remotePort;
  return { transport: source.transport, host: source.remoteAddress, port };
}
