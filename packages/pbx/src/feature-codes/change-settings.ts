import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { PbxError } from '../pbx-error.ts';
import type { DialledCode, Feature } from '../routing/feature-codes.ts';
import type { Prompt } from '../voicemail/prompts.ts';
import { Talk } from '../voicemail/talk.ts';
import { refuse } from './refuse.ts';

interface Change {
  readonly said: Prompt;
  make(exchange: Exchange, endpointId: string, number: string): Promise<void>;
}

/** The codes that change what an endpoint is set to, and what is said when it is done. */
export const changes: Readonly<Partial<Record<Feature, Change>>> = {
  forwardingOn: { said: 'forwarding-on', make: forward },
  forwardingOff: {
    said: 'forwarding-off',
    make: ({ features }, endpointId) => features.keeper.setForwarding(endpointId, undefined),
  },
  doNotDisturbOn: {
    said: 'dnd-on',
    make: ({ features }, endpointId) => features.keeper.setDnd(endpointId, true),
  },
  doNotDisturbOff: {
    said: 'dnd-off',
    make: ({ features }, endpointId) => features.keeper.setDnd(endpointId, false),
  },
};

/** Changes the caller's own settings; what is said is true, for it is kept by then. */
export async function changeSettings(
  exchange: Exchange,
  conversation: Conversation,
  o: { change: Change; endpointId: string; dialled: DialledCode },
): Promise<void> {
  const [leg] = conversation.legs;
  if (leg === undefined) return;
  const talk = new Talk(exchange, leg, { number: o.dialled.code });
  try {
    await o.change.make(exchange, o.endpointId, o.dialled.number);
    await talk.say(o.change.said);
    talk.hangUp();
  } catch (error) {
    exchange.log.info({ err: error, endpointId: o.endpointId, code: o.dialled.code }, 'A feature code was refused');
    await refuse(talk);
  }
}

/** @throws PbxError unknownDestination, noTrunk, forwardingLoop */
async function forward({ routing, features }: Exchange, endpointId: string, number: string): Promise<void> {
  const destination = routing.fromInside(number);
  if (destination.kind === 'trunk' && destination.emergency) {
    throw new PbxError('unknownDestination', 'Calls cannot be forwarded to an emergency number.');
  }
  if (destination.kind === 'endpoint' && destination.endpointId === endpointId) {
    throw new PbxError('forwardingLoop', `Extension ${endpointId} cannot forward to itself.`);
  }
  await features.keeper.setForwarding(endpointId, number);
}
