import type { Phone, PhoneCall } from '@cordboard/phone';
import fc from 'fast-check';
import { type Call, type CallAction, PbxError } from '../../src/index.ts';
import type { Office } from '../support/office.ts';

const EXTENSIONS = ['2880', '2881', '2882'];
export const OUTSIDE = '+16135550100';

const parties = fc.constantFrom(...EXTENSIONS, OUTSIDE);
const destinations = fc.constantFrom(...EXTENSIONS, OUTSIDE, '2899');
/** Which one of those that are there. */
const which = fc.nat();
const actions = fc.constantFrom<CallAction['action'][]>(
  ...(['answer', 'end', 'hold', 'retrieve', 'redirect', 'blindTransfer', 'consult', 'supervisedTransfer'] as const),
  ...(['conference', 'conference', 'dtmf', 'pauseRecording', 'resumeRecording', 'tagRecording'] as const),
);

/** What a person, a program or time does. */
const deed = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('dials' as const), who: parties, to: destinations }), weight: 4 },
  { arbitrary: fc.record({ kind: fc.constant('lifts' as const), which }), weight: 4 },
  fc.record({ kind: fc.constant('rejects' as const), which, status: fc.constantFrom(480, 486, 603) }),
  fc.record({ kind: fc.constantFrom('hangsUp' as const, 'holds' as const, 'retrieves' as const), which }),
  {
    arbitrary: fc.record({
      kind: fc.constant('asks' as const),
      which,
      other: which,
      action: actions,
      to: destinations,
    }),
    weight: 6,
  },
  fc.record({ kind: fc.constant('makes' as const), who: fc.constantFrom(...EXTENSIONS), to: destinations }),
  fc.record({ kind: fc.constant('waits' as const), ms: fc.constantFrom(100, 4_500, 31_000, 121_000) }),
);

export interface Step {
  readonly deed: typeof deed extends fc.Arbitrary<infer One> ? One : never;
  /** It has time to take effect; else it meets the next one on its way. */
  readonly settles: boolean;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ deed, settles: fc.oneof({ arbitrary: fc.constant(true), weight: 4 }, fc.constant(false)) }),
  { minLength: 5, maxLength: 40, size: 'max' },
);

export interface Scene {
  readonly office: Office;
  readonly phones: ReadonlyMap<string, Phone>;
  advance(ms: number): void;
}

/** Does it, as far as it is possible just now. The promise may need more time to be kept. */
export async function take(scene: Scene, { deed: one }: Step): Promise<unknown> {
  const { office, phones } = scene;
  switch (one.kind) {
    case 'waits':
      return scene.advance(one.ms);
    case 'dials':
      return one.who === OUTSIDE ? await office.callIn(one.to) : await phones.get(one.who)?.dial(one.to);
    case 'makes':
      return await possible(office.pbx.makeCall(one.who, { to: one.to }));
    case 'asks':
      return await ask(office, one);
    case 'lifts':
      return pick(atPhones(scene, 'ringing'), one.which)?.answer();
    case 'rejects':
      return pick(atPhones(scene, 'ringing'), one.which)?.reject(one.status);
    case 'hangsUp':
      return pick(atPhones(scene), one.which)?.hangup();
    case 'holds':
      // The far side may refuse, or the call end meanwhile: then the phone says so.
      return await pick(atPhones(scene, 'connected'), one.which)
        ?.hold()
        .catch(() => {});
    case 'retrieves':
      return await pick(atPhones(scene, 'held'), one.which)
        ?.retrieve()
        .catch(() => {});
  }
}

export function atPhones({ phones }: Scene, state?: PhoneCall['state']): PhoneCall[] {
  const calls = [...phones.values()].flatMap((phone) => phone.calls);
  return state === undefined ? calls : calls.filter((call) => call.state === state);
}

async function ask(office: Office, one: Extract<Step['deed'], { kind: 'asks' }>): Promise<void> {
  const call = pick(
    EXTENSIONS.flatMap((endpointId) => office.pbx.calls(endpointId)),
    one.which,
  );
  if (call === undefined) return;
  const { endpointId, callId } = call;
  await possible(office.pbx.act(endpointId, callId, actionOf(one, office.pbx.calls(endpointId))));
}

function actionOf({ action, to, other }: Extract<Step['deed'], { kind: 'asks' }>, calls: readonly Call[]): CallAction {
  if (action === 'dtmf') return { action, digits: '5' };
  if (action === 'tagRecording') return { action, tags: {} };
  if (action === 'supervisedTransfer' || (action === 'conference' && other % 2 === 0))
    return { action, otherCallId: pick(calls, other)?.callId ?? '0' };
  if (action === 'redirect' || action === 'blindTransfer' || action === 'consult') return { action, destination: to };
  return { action };
}

function pick<One>(all: readonly One[], which: number): One | undefined {
  return all[which % all.length];
}

/** A refusal in words is an answer like another; anything else that is thrown is a fault. */
async function possible(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof PbxError)) throw error;
  }
}
