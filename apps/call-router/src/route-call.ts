import { type Call, type CallContent, type CordboardClient, CordboardError } from '@cordboard/sdk';
import { parseCaller } from './rules/caller.ts';
import { decide } from './rules/decide.ts';
import type { Rules, Target } from './rules/rules.ts';

/** A ringing call, from a webhook or from the list of active calls. */
export interface RingingCall {
  readonly endpointId: string;
  /** The short id. */
  readonly callId: string;
  readonly call: CallContent | Call;
}

/** What was done with a call. */
export interface Routed {
  readonly endpointId: string;
  readonly callId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Number of the caller, for people. */
  readonly shown: string;
  readonly name?: string;
  /** The rule that decided; absent when the call is none of the router's business. */
  readonly rule?: string;
  readonly target?: Target;
  readonly result: 'redirected' | 'left ringing' | 'left alone' | 'failed';
  readonly message?: string;
}

/**
 * Decides a ringing call and redirects it. Never throws: a redirect that fails leaves the call ringing, and the result
 * says why. Undefined: not a call that rings.
 */
export async function routeCall(
  client: CordboardClient,
  rules: Rules,
  ringing: RingingCall,
  at: number,
): Promise<Routed | undefined> {
  const { endpointId, callId, call } = ringing;
  if (call.state !== 'ringing') return undefined;
  const name = call.fromName === undefined || call.fromName === '' ? {} : { name: call.fromName };
  const about = { endpointId, callId, at, shown: call.from || 'unknown', ...name };
  const caller = parseCaller(call.from ?? '', rules.country);
  const aside = notForUs(call) ?? (caller === undefined ? 'the caller is no outside number' : undefined);
  if (caller === undefined || aside !== undefined) return { ...about, result: 'left alone', message: aside };
  const { rule, target } = decide(rules, caller, Temporal.Instant.fromEpochMilliseconds(at));
  const decided = { ...about, shown: caller.shown, rule, target };
  if (target === 'stay') return { ...decided, result: 'left ringing' };
  if (target.to === endpointId) return { ...decided, result: 'left ringing', message: 'it rings there already' };
  try {
    await client.endpoint(endpointId).call(callId).redirect(target.to);
    return { ...decided, result: 'redirected' };
  } catch (error) {
    return { ...decided, result: 'failed', message: messageOf(error) };
  }
}

/** Only new inbound calls: what was redirected once, by this router or anybody, is not moved again. */
function notForUs(call: CallContent | Call): string | undefined {
  if (call.direction !== 'inbound') return 'not an inbound call';
  if (call.cause !== 'newCall') return call.cause === undefined ? 'not a new call' : `not a new call: ${call.cause}`;
  return call.fromPrincipalId === undefined ? undefined : 'the caller is a colleague';
}

export function messageOf(error: unknown): string {
  if (error instanceof CordboardError) return `${error.message} (${error.status} ${error.code ?? error.name})`;
  return error instanceof Error ? error.message : String(error);
}
