import type { IncomingInvite } from '@cordboard/sip';
import type { Exchange } from '../engine/exchange.ts';
import { type Caller, receiveInvite, seat, takeLine } from '../engine/receive-invite.ts';
import type { DialledCode } from '../routing/feature-codes.ts';
import { plainNumber } from '../routing/number.ts';
import { pickUp } from '../transfers/receive-replaces.ts';
import { listen } from '../voicemail/listen.ts';
import { Talk } from '../voicemail/talk.ts';
import { changeSettings, changes } from './change-settings.ts';
import { refuse } from './refuse.ts';
import { ringingCall } from './ringing-call.ts';

interface Dialled {
  readonly invite: IncomingInvite;
  readonly caller: Caller;
  readonly endpointId: string;
  readonly code: DialledCode;
}

/** A telephone has dialled a code: the PBX does for its extension what the code asks for. */
export function receiveCode(exchange: Exchange, o: Dialled): void {
  obey(exchange, o).catch((error: unknown) => {
    exchange.log.error({ err: error, endpointId: o.endpointId, code: o.code.code }, 'A feature code failed');
    if (o.invite.state === 'waiting') o.invite.reject(500);
  });
}

async function obey(exchange: Exchange, o: Dialled): Promise<void> {
  const { code, endpointId } = o;
  const change = changes[code.feature];
  if (change !== undefined) {
    const conversation = seat(exchange, o.invite, o.caller, code.code);
    if (conversation !== undefined) await changeSettings(exchange, conversation, { change, endpointId, dialled: code });
  } else if (code.feature === 'ownMailbox') await hearMailbox(exchange, o);
  else if (code.feature === 'callBack') await callBack(exchange, o);
  else await takeRinging(exchange, o);
}

async function hearMailbox(exchange: Exchange, o: Dialled): Promise<void> {
  if (exchange.voicemail === undefined) return await sayNo(exchange, o);
  const [leg] = seat(exchange, o.invite, o.caller, o.code.code)?.legs ?? [];
  if (leg !== undefined) await listen(exchange, exchange.voicemail.mailboxes, leg, o.endpointId);
}

/** A stranger chooses the number that they show: it must be one, and not a code again. */
async function callBack(exchange: Exchange, o: Dialled): Promise<void> {
  const number = plainNumber((await exchange.features.keeper.lastCaller(o.endpointId)) ?? '');
  if (o.invite.state !== 'waiting') return;
  if (/^\+?[0-9]+$/.test(number)) receiveInvite(exchange, o.invite, o.caller, number);
  else await sayNo(exchange, o);
}

async function takeRinging(exchange: Exchange, o: Dialled): Promise<void> {
  const { code, endpointId } = o;
  const leg = ringingCall(
    exchange,
    code.feature === 'pickUp' ? [code.number] : exchange.features.colleagues(endpointId),
  );
  if (leg === undefined) return await sayNo(exchange, o);
  const line = takeLine(exchange, o.invite, o.caller);
  if (line !== undefined) pickUp(exchange, leg, line, o.caller);
}

async function sayNo(exchange: Exchange, { invite, caller, code }: Dialled): Promise<void> {
  const [leg] = seat(exchange, invite, caller, code.code)?.legs ?? [];
  if (leg !== undefined) await refuse(new Talk(exchange, leg, { number: code.code }));
}
