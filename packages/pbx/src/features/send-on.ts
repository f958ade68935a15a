import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { dropLeg, othersOf } from '../engine/finish.ts';
import { calleeGone } from '../engine/recall.ts';
import { failureOf } from '../lines/failures.ts';
import type { Destination } from '../routing/destination.ts';
import { divert, follow, type Step } from './follow.ts';
import { type Diversion, reasonOf } from './forwarding.ts';
import type { Hunt } from './hunt.ts';
import { openMembers } from './open-members.ts';
import { openRoute, type RouteDial, ringRoute, tellWaiting } from './ring-route.ts';

/**
 * A party that was rung did not take the call: the next members of its group ring, or what the endpoint has set for
 * this case. False when nothing is set, and the call is over.
 */
export function sendOn(exchange: Exchange, leg: Leg, waiting: Leg, status: number): boolean {
  if (leg.hunt !== undefined) {
    huntOn(exchange, leg, leg.hunt, waiting, status);
    return true;
  }
  return forwardOn(exchange, leg, waiting, status);
}

function forwardOn(exchange: Exchange, leg: Leg, waiting: Leg, status: number): boolean {
  const { owner } = leg.line;
  if (owner.kind !== 'endpoint' || leg.record?.direction !== 'inbound') return false;
  const destination = exchange.routing.endpoint(owner.endpointId);
  // What a person has set at the telephone counts before what is set here.
  const { redirectTo } = leg.line;
  const step: Step | undefined =
    redirectTo === undefined
      ? stepAfter(exchange, owner.endpointId, status, leg.limited)
      : { reason: 'always', target: redirectTo };
  if (step === undefined || destination === undefined) return false;
  const dial = tryDivert(exchange, waiting, { destination, diversions: leg.diversions }, step);
  if (dial === undefined) return false;
  dropLeg(exchange, leg, 'redirected');
  passOn(exchange, waiting, dial);
  return true;
}

function huntOn(exchange: Exchange, leg: Leg, hunt: Hunt, waiting: Leg, status: number): void {
  const others = othersOf(leg);
  hunt.failed(status);
  dropLeg(exchange, leg, failureOf(status, false).cause);
  if (others.length > 0) return;
  const { conversation } = waiting;
  const { group } = hunt;
  const { diversions } = leg;
  const destination = exchange.routing.endpoint(group.number);
  const lines = openMembers(exchange, hunt, { from: waiting.party, diversions });
  if (lines.length > 0 && destination !== undefined) {
    ringRoute(
      exchange,
      conversation,
      { destination, diversions, lines, hunt },
      { cause: 'newCall', from: waiting.party },
    );
    return;
  }
  const step = { reason: reasonOf(hunt.status) ?? 'noAnswer', target: group.overflow };
  const dial =
    isStep(step) && destination !== undefined
      ? tryDivert(exchange, waiting, { destination, diversions }, step)
      : undefined;
  if (dial === undefined) calleeGone(exchange, waiting, failureOf(hunt.status, false));
  else passOn(exchange, waiting, dial);
}

function passOn(exchange: Exchange, waiting: Leg, dial: RouteDial): void {
  tellWaiting(exchange, waiting.conversation, dial, 'callForward');
  ringRoute(exchange, waiting.conversation, dial, { cause: 'callForward', from: waiting.party });
}

function stepAfter(exchange: Exchange, endpointId: string, status: number, limited: boolean): Step | undefined {
  const { forwarding } = exchange.features.of(endpointId);
  const reason = reasonOf(status);
  if (reason === undefined || (reason === 'noAnswer' && limited)) return undefined;
  const target = reason === 'noAnswer' ? forwarding.noAnswer?.destination : forwarding[reason];
  return target === undefined ? undefined : { reason, target };
}

/** Undefined when the call cannot go there either: it ends as it would have without the forwarding. */
function tryDivert(
  exchange: Exchange,
  waiting: Leg,
  at: { destination: Destination; diversions: readonly Diversion[] },
  step: Step,
): RouteDial | undefined {
  const from = waiting.party;
  try {
    return openRoute(exchange, follow(exchange, from, divert(exchange, from, at, step)), from);
  } catch (error) {
    exchange.log.info({ err: error }, 'A call could not be forwarded');
    return undefined;
  }
}

function isStep(step: { reason: Step['reason']; target: string | undefined }): step is Step {
  return step.target !== undefined;
}
