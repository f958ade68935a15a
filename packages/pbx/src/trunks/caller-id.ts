import type { InviteRequest } from '../engine/exchange.ts';
import type { InboundNumbers } from '../routing/inbound-numbers.ts';
import { plainNumber } from '../routing/number.ts';
import { type Numbering, readNumber, writeNumber } from '../routing/numbering.ts';
import type { Trunk } from './trunk.ts';

export interface CallerNumbers {
  readonly numbering: Numbering;
  readonly numbers: InboundNumbers;
  /** Number of the account that an endpoint belongs to; the PBX knows no accounts. */
  mainNumberOf(endpointId: string): string | undefined;
  isEndpoint(number: string): boolean;
}

/** Who calls, as a trunk shall see it. `number` undefined: anonymous (RFC 3323). */
export interface CallerId {
  readonly number: string | undefined;
  readonly name: string | undefined;
}

/**
 * An endpoint's extension means nothing outside: its own outside number is shown, else its account's, else the trunk's,
 * as far as the rule of the trunk allows. An outside caller who is sent on, and a number that a program chose, stay.
 * Emergency services call back and look up where a number is: they are never called anonymously, and with a number
 * that has a location when there is one.
 */
export function callerId(
  { numbering, numbers, ...o }: CallerNumbers,
  trunk: Trunk,
  caller: Pick<InviteRequest, 'number' | 'name'>,
  emergency: boolean,
): CallerId {
  if (trunk.callerId === 'anonymous' && !emergency) return { number: undefined, name: undefined };
  const inside = o.isEndpoint(caller.number);
  const own = inside ? numbers.of(caller.number, { located: emergency })?.number : undefined;
  const main = inside ? o.mainNumberOf(caller.number) : undefined;
  const byRule = {
    endpoint: [own, main],
    account: [main],
    trunk: [],
    anonymous: [own, main],
  }[trunk.callerId];
  const wanted = emergency ? [located(numbers, own), located(numbers, main), own, main] : byRule;
  const kept = inside || trunk.callerId === 'trunk' ? [] : [caller.number];
  const number = [...kept, ...wanted, trunk.callerNumber].find((one) => one !== undefined) ?? caller.number;
  return {
    number: writeNumber(readNumber(plainNumber(number), numbering), trunk.numberFormat, numbering),
    name: caller.name,
  };
}

function located(numbers: InboundNumbers, number: string | undefined): string | undefined {
  return number !== undefined && numbers.find(number)?.location !== undefined ? number : undefined;
}
