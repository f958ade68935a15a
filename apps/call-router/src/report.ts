import type { Exchange } from '@cordboard/sdk';
import { messageOf, type Routed } from './route-call.ts';
import { targetText } from './rules/rules.ts';

/** Where the router says what it does: a line for each call, and what an operator should know. */
export interface Report {
  call(line: string): void;
  info(line: string): void;
  warn(line: string): void;
}

/** Lines with their time, calls and news on stdout, warnings on stderr. */
export function consoleReport(now: () => number): Report {
  const line = (text: string) => `${new Date(now()).toISOString()} ${text}\n`;
  return {
    call: (text) => void process.stdout.write(line(text)),
    info: (text) => void process.stdout.write(line(text)),
    warn: (text) => void process.stderr.write(line(`warning: ${text}`)),
  };
}

/** `call 2880/23 from +1 613 555 0100 "Ada" | rule Ottawa -> 2881 | redirected` */
export function callLine({ endpointId, callId, shown, name, rule, target, result, message }: Routed): string {
  const caller = name === undefined ? shown : `${shown} "${name}"`;
  const decision = rule === undefined ? 'no rule asked' : `rule ${rule} -> ${targetText(target ?? 'stay')}`;
  const outcome = message === undefined ? result : `${result}: ${message}`;
  return printable(`call ${endpointId}/${callId} from ${caller} | ${decision} | ${outcome}`);
}

/** `PUT /2017-09-01/endpoints/2880/calls/23 {"action":"redirect","destination":"2881"} -> 200 {"callId":"23",...}` */
export function exchangeLine({ method, url, body, status, answer, error }: Exchange): string {
  const asked = body === undefined ? '' : ` ${JSON.stringify(body)}`;
  const got = answer === undefined ? '' : ` ${JSON.stringify(answer)}`;
  const outcome = status === undefined ? `no answer: ${messageOf(error)}` : `${status}${got}`;
  return printable(`${method} ${url.pathname}${url.search}${asked} -> ${outcome}`);
}

/** Callers choose their names: control characters in them must not write lines of their own. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
