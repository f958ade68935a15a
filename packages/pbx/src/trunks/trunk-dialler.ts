import { encodeUser, formatNameAddr, type OutgoingInvite, type SipEndpoint } from '@cordboard/sip';
import type { Deadlines } from '../deadlines.ts';
import type { InviteRequest } from '../engine/exchange.ts';
import type { TrunkDestination } from '../routing/destination.ts';
import { writeNumber } from '../routing/numbering.ts';
import { type CallerId, type CallerNumbers, callerId } from './caller-id.ts';
import type { OutgoingCall } from './outgoing-call.ts';
import type { Trunks } from './trunk-directory.ts';
import { type HuntTimings, type HuntTrunk, TrunkHunt } from './trunk-hunt.ts';
import type { TrunkLine } from './trunk-line.ts';

const ANONYMOUS = { uri: 'sip:anonymous@anonymous.invalid', displayName: 'Anonymous' } as const;

export interface TrunkDiallerOptions {
  readonly sip: SipEndpoint;
  /** What static trunks see behind the @ of the caller. */
  readonly host: string;
  readonly trunks: Trunks;
  readonly callers: CallerNumbers;
  readonly timings: HuntTimings;
  readonly deadlines: Deadlines;
}

/** Calls numbers outside: by the trunks of the destination, in order, those that rest at the end. */
export class TrunkDialler {
  readonly #o: TrunkDiallerOptions;

  constructor(o: TrunkDiallerOptions) {
    this.#o = o;
  }

  dial(destination: TrunkDestination, request: InviteRequest): OutgoingCall {
    const lines = destination.trunkIds.flatMap((trunkId) => this.#o.trunks.line(trunkId) ?? []);
    const [up, down] = [lines.filter(({ state }) => state.up), lines.filter(({ state }) => !state.up)];
    const trunks = [...up, ...down].map((line) => this.#huntTrunk(line, destination, request));
    return new TrunkHunt(trunks, this.#o.timings, this.#o.deadlines);
  }

  #huntTrunk(line: TrunkLine, destination: TrunkDestination, request: InviteRequest): HuntTrunk {
    return {
      trunkId: line.trunk.trunkId,
      hasRoom: () => destination.emergency || line.hasRoom(),
      send: () => this.#send(line, destination, request),
      failed: (status, response) => line.failed(status, response),
      worked: () => line.worked(),
    };
  }

  #send(line: TrunkLine, destination: TrunkDestination, request: InviteRequest): OutgoingInvite {
    const { trunk, target } = line;
    if (target === undefined) throw new Error(`The name ${trunk.host} has not been found`);
    const { callers, sip } = this.#o;
    const caller = callerId(callers, trunk, request, destination.emergency);
    const number = writeNumber(destination.outside, trunk.numberFormat, callers.numbering);
    const port = trunk.port === undefined ? '' : `:${trunk.port}`;
    const uri = `sip:${encodeUser(number)}@${uriHost(trunk.host)}${port}`;
    return sip.invite({
      uri,
      from: this.#from(line, caller),
      to: { uri },
      headers: [...request.headers, ...this.#identity(line, caller, request)],
      body: request.body,
      ...(request.hops === undefined ? {} : { maxForwards: request.hops }),
      target,
      ...(trunk.credentials === undefined ? {} : { credentials: trunk.credentials }),
    });
  }

  #from({ trunk }: TrunkLine, { number, name }: CallerId): { uri: string; displayName?: string } {
    if (number === undefined) return ANONYMOUS;
    // A registrar looks for its own domain there.
    const host = trunk.mode === 'registering' ? uriHost(trunk.host) : this.#o.host;
    return { uri: `sip:${encodeUser(number)}@${host}`, ...(name === undefined ? {} : { displayName: name }) };
  }

  /** RFC 3325 section 9: who it really is, for a trunk that keeps it to itself when asked. */
  #identity({ trunk }: TrunkLine, caller: CallerId, request: InviteRequest): InviteRequest['headers'] {
    const privacy: InviteRequest['headers'] = caller.number === undefined ? [['Privacy', 'id']] : [];
    if (!trunk.trusted) return privacy;
    const { number = '', name } = callerId(this.#o.callers, { ...trunk, callerId: 'endpoint' }, request, false);
    const uri = `sip:${encodeUser(number)}@${this.#o.host}`;
    const identity = { uri, params: new Map(), ...(name === undefined ? {} : { displayName: name }) };
    return [...privacy, ['P-Asserted-Identity', formatNameAddr(identity)]];
  }
}

function uriHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
