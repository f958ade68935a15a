import type { UpdateForwardingBody } from '@cordboard/contract';
import { type Pbx, PbxError, VOICEMAIL } from '@cordboard/pbx';
import { ApiError } from '../http/index.ts';
import { onPbx } from '../media/index.ts';
import type { ForwardingRules } from './settings.ts';

const cases = ['always', 'busy', 'noAnswer', 'notReachable'] as const;

/**
 * The rules that a body asks for, when the PBX can do what they say.
 * @throws ApiError unknown_destination, no_trunk, forwarding_loop, invalid_request
 */
export async function readForwarding(
  body: UpdateForwardingBody,
  endpointId: string,
  routes: Pbx['routes'],
): Promise<ForwardingRules> {
  const { always, busy, noAnswer, notReachable } = body;
  for (const name of cases) {
    const destination = body[name]?.destination;
    if (destination !== undefined) await requireDestination(destination.trim(), endpointId, routes, name);
  }
  return {
    ...(always == null ? {} : { always: rule(always) }),
    ...(busy == null ? {} : { busy: rule(busy) }),
    ...(noAnswer == null ? {} : { noAnswer: { ...rule(noAnswer), afterSeconds: noAnswer.afterSeconds ?? 20 } }),
    ...(notReachable == null ? {} : { notReachable: rule(notReachable) }),
  };
}

function rule({ destination, enabled = true }: { destination: string; enabled?: boolean }) {
  return { destination: destination.trim(), enabled };
}

async function requireDestination(
  number: string,
  endpointId: string,
  routes: Pbx['routes'],
  name: string,
): Promise<void> {
  const param = `${name}.destination`;
  if (number === VOICEMAIL) return;
  const { destination, refusal } = routes.explain(number, 'outbound');
  if (destination === undefined) {
    const failing = async () => {
      throw new PbxError(refusal?.code ?? 'unknownDestination', refusal?.words ?? `Nobody has the number ${number}.`);
    };
    await onPbx(failing, param);
    return;
  }
  if (destination.kind === 'endpoint' && destination.endpointId === endpointId) {
    throw new ApiError('forwarding_loop', `Endpoint ${endpointId} cannot forward to itself.`, { param });
  }
  if (destination.kind === 'trunk' && destination.emergency) {
    throw new ApiError('invalid_request', 'Calls cannot be forwarded to an emergency number.', { param });
  }
}
