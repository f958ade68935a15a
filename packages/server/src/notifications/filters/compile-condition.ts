import type { Condition, Operand, TextMethod } from './ast.ts';
import { comparisons, equal } from './compare.ts';
import { type CompileValue, compileOperand } from './compile-operand.ts';
import { compileQuery, type Test } from './compile-query.ts';
import type { Json } from './json.ts';
import { MAX_PATTERN_LENGTH } from './limits.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { type Run, spend } from './run.ts';

/** Compiles a condition to a closure. Nothing of the filter's text is ever run as code. */
export function compileCondition(condition: Condition): Test {
  switch (condition.kind) {
    case 'or':
      return some(condition.conditions.map(compileCondition));
    case 'and':
      return every(condition.conditions.map(compileCondition));
    case 'not': {
      const test = compileCondition(condition.condition);
      return (current, run) => !test(current, run);
    }
    case 'exists':
      return compileQuery(condition.query, () => true, compileCondition);
    case 'compare': {
      const compare = comparisons[condition.operator];
      return binary(condition.left, condition.right, compare);
    }
    case 'in':
      return some(condition.list.map((value) => binary(condition.item, value, equal)));
    case 'matches': {
      const { pattern } = condition;
      return unary(condition.text, (text, run) => typeof text === 'string' && testPattern(pattern, text, run));
    }
    case 'matchesDynamic':
      return matchesDynamic(condition.text, condition.pattern, condition.whole);
    case 'text':
      return textMethod(condition.method, condition.text, condition.argument);
  }
}

function some(tests: readonly Test[]): Test {
  return (current, run) => {
    for (const test of tests) if (test(current, run)) return true;
    return false;
  };
}

function every(tests: readonly Test[]): Test {
  return (current, run) => {
    for (const test of tests) if (!test(current, run)) return false;
    return true;
  };
}

function operand(of: Operand): CompileValue {
  return compileOperand(of, compileCondition);
}

function unary(of: Operand, decide: (value: Json | undefined, run: Run) => boolean): Test {
  const value = operand(of);
  return (current, run) => {
    spend(run);
    return decide(value(current, run), run);
  };
}

type Decide = (left: Json | undefined, right: Json | undefined, run: Run) => boolean;

function binary(first: Operand, second: Operand, decide: Decide): Test {
  const left = operand(first);
  const right = operand(second);
  return (current, run) => {
    spend(run);
    return decide(left(current, run), right(current, run), run);
  };
}

/** Linear in the text, but not free: long texts cost more of the budget. */
function testPattern(pattern: Pattern, text: string, run: Run): boolean {
  spend(run, text.length >> 6);
  return pattern.test(text);
}

/** The expression is in the publication itself. A malformed one matches nothing (RFC 9535 section 2.4.6). */
function matchesDynamic(text: Operand, pattern: Operand, whole: boolean): Test {
  let last: { source: string; pattern: Pattern | undefined } | undefined;
  return binary(text, pattern, (value, source, run) => {
    if (typeof value !== 'string' || typeof source !== 'string' || source.length > MAX_PATTERN_LENGTH) return false;
    if (last?.source !== source) {
      spend(run, source.length);
      last = { source, pattern: tryCompile(source, whole) };
    }
    return last.pattern !== undefined && testPattern(last.pattern, value, run);
  });
}

function tryCompile(source: string, whole: boolean): Pattern | undefined {
  try {
    return compilePattern(source, 0, { whole, iRegexp: true });
  } catch {
    return undefined;
  }
}

function textMethod(method: TextMethod, text: Operand, argument: Operand): Test {
  return binary(text, argument, (value, sought, run) => {
    if (method === 'includes' && Array.isArray(value)) return value.some((item) => equal(item, sought, run));
    return typeof value === 'string' && typeof sought === 'string' && value[method](sought);
  });
}
