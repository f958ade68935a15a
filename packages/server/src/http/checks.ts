import { callActions, type Operation, operations } from '@cordboard/contract';
import { ApiError } from './api-error.ts';
import { type Check, compileCheck } from './validate.ts';

/** The schemas of an operation, compiled once. */
export interface Checks {
  readonly params: Check | undefined;
  readonly query: Check | undefined;
  readonly body: Check | undefined;
  /** By status. */
  readonly answers: ReadonlyMap<number, Check>;
}

/** `answers`: in tests an answer that does not fit its contract is an error instead of a mystery. */
export function compileChecks(o: Operation, { answers }: { answers: boolean }): Checks {
  return {
    params: o.params === undefined ? undefined : compileCheck(o.params, 'path'),
    query: o.query === undefined ? undefined : compileCheck(o.query, 'query'),
    body: o.body === undefined ? undefined : bodyCheck(o, compileCheck(o.body, 'body')),
    answers: answers ? answerChecks(o) : new Map(),
  };
}

/** The one enumeration whose fault has a code of its own. */
function bodyCheck(o: Operation, check: Check): Check {
  if (o.id !== operations.updateCallByEndpointId.id) return check;
  return (body) => {
    const action: unknown = (body as { action?: unknown } | null)?.action;
    if (typeof action === 'string' && !(callActions as readonly string[]).includes(action)) {
      const words = `There is no action "${action.slice(0, 40)}". Use one of: ${callActions.join(', ')}.`;
      throw new ApiError('unknown_action', words, { param: 'action' });
    }
    return check(body);
  };
}

function answerChecks(o: Operation): Map<number, Check> {
  const checks = new Map<number, Check>();
  for (const [status, { schema }] of Object.entries(o.responses)) {
    if (schema === undefined) continue;
    const check = compileCheck(schema, 'answer');
    checks.set(Number(status), (body) => {
      try {
        return check(body);
      } catch (error) {
        throw new Error(`${o.id} answers against its contract: ${(error as Error).message}`);
      }
    });
  }
  return checks;
}
