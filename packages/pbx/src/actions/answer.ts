import type { Call } from '../calls/call.ts';
import type { Exchange } from '../engine/exchange.ts';
import type { Branch, Fork } from '../lines/fork.ts';
import { PbxError } from '../pbx-error.ts';
import { type ActedLeg, requireState } from './find-leg.ts';
import { askToTalk, offersTalk } from './talk-event.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * Answers a ringing phone from here: NOTIFY `Event: talk` in the early dialog of a device that announced it. Done when
 * the phone has answered the INVITE, not when it acknowledged the NOTIFY.
 * @throws PbxError wrongState, remoteAnswerUnsupported, refused, timeout
 */
export async function answer(exchange: Exchange, leg: ActedLeg): Promise<Call> {
  requireState(leg, 'answer', 'ringing');
  const fork = leg.line.fork;
  if (fork === undefined) throw new PbxError('wrongState', `Call ${leg.record.callId} is not ringing at a phone.`);
  await withTimeLimit(exchange, 'answer', (expired) => talk(leg, fork, expired));
  requireState(leg, 'answer', 'connected');
  return leg.record.snapshot();
}

async function talk(leg: ActedLeg, fork: Fork, expired: () => boolean): Promise<void> {
  const tried = new Set<Branch>();
  let asked: Branch | undefined;
  while (leg.record.state === 'ringing' && !expired()) {
    if (asked?.status !== undefined) asked = undefined;
    const next =
      asked === undefined ? fork.branches.find((branch) => !tried.has(branch) && canTalk(branch)) : undefined;
    if (next !== undefined) {
      tried.add(next);
      if (await notifyTalk(next)) asked = next;
      continue;
    }
    const allHeard = fork.branches.every((branch) => branch.alerted || branch.status !== undefined);
    if (asked === undefined && allHeard) throw unsupported(fork, tried);
    await fork.changed();
  }
}

async function notifyTalk(branch: Branch): Promise<boolean> {
  const response = branch.early === undefined ? undefined : await askToTalk(branch.early);
  return response !== undefined && response.status < 300;
}

/** The device rings and its 18x (or else its REGISTER) announced the talk package. */
function canTalk(branch: Branch): boolean {
  if (branch.early === undefined || branch.status !== undefined) return false;
  const { allowEvents } = branch.early;
  return offersTalk(allowEvents.length > 0 ? allowEvents : branch.contact?.allowEvents);
}

function unsupported(fork: Fork, tried: ReadonlySet<Branch>): PbxError {
  const names = fork.branches.map((branch) => branch.contact?.userAgent || 'the phone').join(', ');
  if (tried.size > 0) {
    return new PbxError('refused', `The phone (${names}) refused to be answered from here; answer it at the phone.`);
  }
  return new PbxError(
    'remoteAnswerUnsupported',
    `This phone (${names}) does not announce "Allow-Events: talk" and cannot be answered from here. ` +
      'Switch on its talk event (remote call control) if it has one, or answer at the phone.',
  );
}
