import type { Operand, Query } from './ast.ts';
import { equal } from './compare.ts';
import { type CompileCondition, compileQuery } from './compile-query.ts';
import { element, isObject, type Json, member } from './json.ts';
import { type Run, spend } from './run.ts';

/** Computes a value with `@` standing for `current`; undefined is RFC 9535's Nothing. */
export type CompileValue = (current: Json, run: Run) => Json | undefined;

export function compileOperand(operand: Operand, compileCondition: CompileCondition): CompileValue {
  switch (operand.kind) {
    case 'literal':
      return () => operand.value;
    case 'query':
      return singular(operand.query);
    case 'length': {
      const of = compileOperand(operand.of, compileCondition);
      return (current, run) => length(of(current, run));
    }
    case 'count':
      return nodes(operand.query, compileCondition, (run) => run.count);
    case 'value':
      return nodes(operand.query, compileCondition, (run) => (run.count === 1 ? run.last : undefined));
    case 'indexOf': {
      const text = compileOperand(operand.text, compileCondition);
      const argument = compileOperand(operand.argument, compileCondition);
      return (current, run) => indexOf(text(current, run), argument(current, run), run);
    }
  }
}

/** A path with at most one result, followed without a walk: what most filters spend their time on. */
function singular(query: Query): CompileValue {
  const keys = query.segments.map(({ selectors: [selector] }) =>
    selector?.kind === 'index' ? selector.index : selector?.kind === 'name' ? selector.name : '',
  );
  const fromRoot = query.root === '$';
  const last = keys.at(-1);
  return (current, run) => {
    let value: Json | undefined = fromRoot ? run.root : current;
    let parent: Json | undefined;
    for (const key of keys) {
      parent = value;
      value = typeof key === 'string' ? member(value, key) : element(value, key);
    }
    // The JavaScript-like dialect: texts and lists have a length. In RFC 9535 such a path selects nothing.
    return last === 'length' && (typeof parent === 'string' || Array.isArray(parent)) ? parent.length : value;
  };
}

function nodes(query: Query, compileCondition: CompileCondition, result: (run: Run) => Json | undefined): CompileValue {
  const walk = compileQuery(
    query,
    (node, run) => {
      run.count += 1;
      run.last = node;
      return false;
    },
    compileCondition,
  );
  return (current, run) => {
    const { count, last } = run;
    run.count = 0;
    walk(current, run);
    const value = result(run);
    run.count = count;
    run.last = last;
    return value;
  };
}

/** RFC 9535 section 2.4.4: characters of a text, elements of an array, members of an object. */
function length(value: Json | undefined): number | undefined {
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function indexOf(text: Json | undefined, sought: Json | undefined, run: Run): number | undefined {
  if (Array.isArray(text)) {
    spend(run, text.length);
    return text.findIndex((item) => equal(item, sought, run));
  }
  return typeof text === 'string' && typeof sought === 'string' ? text.indexOf(sought) : undefined;
}
