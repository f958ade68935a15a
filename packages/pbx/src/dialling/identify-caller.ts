import { type IncomingInvite, parseNameAddr, parseUri, type SipRequest } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import type { EndpointDirectory } from '../endpoint-directory.ts';
import type { Caller } from '../engine/receive-invite.ts';
import type { Authentication } from '../registrar/authentication.ts';
import type { Bindings } from '../registrar/bindings.ts';
import type { Trunk } from '../trunks/trunk.ts';
import type { Trunks } from '../trunks/trunk-directory.ts';
import { ANONYMOUS } from './party-address.ts';

interface Doorkeeper {
  readonly trunks: Trunks;
  readonly authentication: Authentication;
  readonly bindings: Bindings;
  readonly directory: EndpointDirectory;
}

/** Who sends this INVITE; undefined when it has been answered with a challenge or a refusal. */
export function identifyCaller(door: Doorkeeper, invite: IncomingInvite): Caller | undefined {
  const source = door.trunks.bySource(invite.flow, userOf(invite.request.uri) ?? '');
  if (source !== undefined && source.inbound === undefined) return trunkCaller(source, invite.request);
  // A trunk answers our challenges by a name that no telephone may register with.
  const verdict = door.authentication.check(
    invite.request,
    invite.flow,
    (name) => door.directory.get(name)?.credentials ?? door.trunks.byUsername(name)?.inbound,
  );
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
  const trunk = entry === undefined ? door.trunks.byUsername(endpointId) : undefined;
  if (trunk !== undefined) return trunkCaller(trunk, invite.request);
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

function trunkCaller(trunk: Trunk, request: SipRequest): Caller {
  const owner = { kind: 'trunk', trunkId: trunk.trunkId } as const;
  return { owner, party: outsideParty(trunk, request), contact: undefined };
}

/** Values of Privacy that hide the caller (RFC 3323 section 4.2, RFC 3325 section 9.3). */
const HIDES: ReadonlySet<string> = new Set(['id', 'user', 'header']);

/** The caller as the trunk tells it: P-Asserted-Identity (RFC 3325) of a trunk that is trusted with it, before From. */
function outsideParty(trunk: Trunk, request: SipRequest): Party {
  // Phones and programs are not told, whatever the trunk tells us.
  const privacy = request.headers.all('privacy').flatMap((value) => value.toLowerCase().split(/[;,\s]+/));
  if (privacy.some((value) => HIDES.has(value))) return { number: ANONYMOUS };
  const asserted = trunk.trusted ? request.headers.all('p-asserted-identity')[0] : undefined;
  const address = (asserted === undefined ? undefined : parseNameAddr(asserted)) ?? request.head.from;
  const name = address.displayName?.slice(0, 100);
  return { number: userOf(address.uri)?.slice(0, 64) ?? ANONYMOUS, ...(name === undefined ? {} : { name }) };
}

function userOf(uri: string): string | undefined {
  return parseUri(uri)?.user;
}
