import { type NameAddr, parseNameAddr, parseUri, type SipRequest } from '@cordboard/sip';
import { isDialledNumber, plainNumber } from '../routing/number.ts';
import { type Diversion, type ForwardReason, reasonNamed, type ToldDiversion, timesOf } from './forwarding.ts';

type Headers = SipRequest['headers'];

/** A call that was sent on so often goes nowhere else from here: the others need not be known. */
const MOST = 20;
const LONGEST_URI = 200;

/** Causes in an address that a call was sent on to (RFC 4458 section 2). */
const causes: Readonly<Record<string, ForwardReason>> = {
  302: 'always',
  404: 'notReachable',
  408: 'noAnswer',
  486: 'busy',
  503: 'notReachable',
};

/** Who sent a call on before it came here, the first one first. A network that tells it twice means the same (RFC 7544). */
export function toldDiversions(headers: Headers): readonly ToldDiversion[] {
  const diversions = byDiversion(headers);
  const history = byHistory(headers);
  return timesOf(history) > timesOf(diversions) ? history : diversions;
}

/** The number of who sent it on, when there is one that can be shown. */
export function numberOf({ uri }: ToldDiversion): string | undefined {
  const number = plainNumber((uri === undefined ? undefined : parseUri(uri)?.user) ?? '');
  return isDialledNumber(number) ? number : undefined;
}

/** It counts, and says no name. */
export function hidden(diversion: ToldDiversion): Diversion {
  return { ...diversion, uri: undefined };
}

/** RFC 5806: the last one stands first. */
function byDiversion(headers: Headers): ToldDiversion[] {
  const told = headers.all('diversion').slice(0, MOST).flatMap(readDiversion);
  return told.reverse();
}

function readDiversion(value: string): ToldDiversion[] {
  const address = addressIn(value);
  if (address === undefined) return [];
  const { params } = address;
  const counter = params.get('counter') ?? '';
  const privacy = params.get('privacy')?.toLowerCase() ?? 'off';
  return [
    {
      uri: privacy === 'off' ? address.uri : undefined,
      times: /^\d{1,3}$/.test(counter) ? Math.max(1, Number(counter)) : 1,
      reason: reasonNamed(params.get('reason') ?? ''),
    },
  ];
}

/** RFC 7044: an address with a cause, or one that another was mapped to (`mp`), is where a call was sent on. */
function byHistory(headers: Headers): ToldDiversion[] {
  const entries = headers.all('history-info').flatMap((value) => addressIn(value) ?? []);
  const told = entries.flatMap((entry, place): ToldDiversion[] => {
    const cause = parseUri(entry.uri)?.params.get('cause');
    const mappedFrom = entry.params.get('mp');
    if (cause === undefined && mappedFrom === undefined) return [];
    const by = entries.find(({ params }) => params.get('index') === mappedFrom) ?? entries[place - 1];
    return [{ uri: shown(by), times: 1, reason: causes[cause ?? ''] ?? 'unknown' }];
  });
  return told.slice(0, MOST);
}

/** RFC 7044 section 10.1.2: an entry asks for privacy within its own URI. */
function shown(entry: NameAddr | undefined): string | undefined {
  if (entry === undefined || /[?&]privacy=(?!none)/i.test(entry.uri)) return undefined;
  return entry.uri.split('?')[0];
}

function addressIn(value: string): NameAddr | undefined {
  const address = parseNameAddr(value);
  const usable = address !== undefined && address.uri.length <= LONGEST_URI && parseUri(address.uri) !== undefined;
  return usable ? address : undefined;
}
