import type { RouteDecision } from './decide.ts';
import type { InboundNumbers } from './inbound-numbers.ts';
import type { OutboundRules } from './outbound-rules.ts';

/** What administrators say about where numbers lead. Changes count from the next call on. */
export interface RouteDirectory {
  /** Our numbers in the world outside. */
  readonly numbers: InboundNumbers;
  readonly rules: OutboundRules;
  readonly emergencyNumbers: ReadonlySet<string>;
  setRules(rules: OutboundRules): void;
  /** What becomes of a number dialled inside (outbound), or by a trunk (inbound), step by step, by the code that routes. */
  explain(number: string, direction: 'outbound' | 'inbound'): RouteDecision;
}
