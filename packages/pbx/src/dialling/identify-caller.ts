import { type IncomingInvite, parseNameAddr, parseUri, type SipRequest } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import type { EndpointDirectory } from '../endpoint-directory.ts';
import type { Caller } from '../engine/receive-invite.ts';
import type { TrunkOptions } from '../pbx.ts';
import type { Authentication } from '../registrar/authentication.ts';
import type { Bindings } from '../registrar/bindings.ts';

interface Doorkeeper {
  readonly trunk: TrunkOptions | undefined;
  readonly authentication: Authentication;
  readonly bindings: Bindings;
  readonly directory: EndpointDirectory;
}

/** Who sends this INVITE; undefined when it has been answered with a challenge or a refusal. */
export function identifyCaller(door: Doorkeeper, invite: IncomingInvite): Caller | undefined {
  if (isTrunk(door.trunk, invite))
    return { owner: { kind: 'trunk' }, party: outsideParty(invite.request), contact: undefined };
  const verdict = door.authentication.check(invite.request, invite.flow);
  if (verdict.kind === 'blocked') {
    invite.reject(503, undefined, { 'Retry-After': String(verdict.retryAfterSeconds) });
    return undefined;
  }
  if (verdict.kind === 'challenge') {
    invite.reject(
      401,
      undefined,
      verdict.wwwAuthenticate.map((value) => ['WWW-Authenticate', value] as const),
    );
    return undefined;
  }
  const { endpointId } = verdict;
  const entry = door.directory.get(endpointId);
  // The name on the From is the account that pays; nobody speaks in another's name.
  if (entry === undefined || userOf(invite.request.head.from.uri) !== endpointId) {
    invite.reject(403);
    return undefined;
  }
  const device = door.bindings
    .of(endpointId)
    .find(
      ({ source }) =>
        source.remoteAddress === invite.flow.remoteAddress && source.remotePort === invite.flow.remotePort,
    );
  return {
    owner: { kind: 'endpoint', endpointId },
    party: { number: endpointId, name: entry.name, endpointId },
    contact: device?.contact,
  };
}

/** A static peer is known by its address: on TCP without the port, which its system chooses anew each time. */
function isTrunk(trunk: TrunkOptions | undefined, { flow }: IncomingInvite): boolean {
  if (trunk === undefined) return false;
  const host = trunk.host === 'localhost' ? '127.0.0.1' : trunk.host;
  if (flow.remoteAddress !== host || flow.transport !== (trunk.transport ?? 'udp')) return false;
  return flow.transport === 'tcp' || flow.remotePort === trunk.port;
}

/** The caller as the trunk tells it: P-Asserted-Identity (RFC 3325), which a trunk may be trusted with, before From. */
function outsideParty(request: SipRequest): Party {
  const asserted = request.headers.all('p-asserted-identity')[0];
  const address = (asserted === undefined ? undefined : parseNameAddr(asserted)) ?? request.head.from;
  const name = address.displayName?.slice(0, 100);
  return { number: userOf(address.uri)?.slice(0, 64) ?? 'anonymous', ...(name === undefined ? {} : { name }) };
}

function userOf(uri: string): string | undefined {
  return parseUri(uri)?.user;
}
