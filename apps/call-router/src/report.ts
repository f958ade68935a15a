import type { Routed } from './route-call.ts';
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

/** Callers choose their names: control characters in them must not write lines of their own. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
}
