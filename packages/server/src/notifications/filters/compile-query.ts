import type { Condition, Query, Segment, Selector } from './ast.ts';
import { element, isObject, type Json, member } from './json.ts';
import { goDown, type Run, spend } from './run.ts';

/** Looks at one node; true ends the walk. */
export type Step = (node: Json, run: Run) => boolean;
/** Decides a condition with `@` standing for `current`. */
export type Test = (current: Json, run: Run) => boolean;
/** Compiles the condition of a filter selector; handed down, because paths and conditions hold each other. */
export type CompileCondition = (condition: Condition) => Test;

/**
 * Compiles a path to a walk that calls `visit` for each node that the path selects, in document order, until one
 * answers true. The result says whether one did.
 */
export function compileQuery(query: Query, visit: Step, compileCondition: CompileCondition): Test {
  let step = visit;
  for (const segment of query.segments.toReversed()) step = compileSegment(segment, step, compileCondition);
  const first = step;
  return query.root === '$' ? (_current, run) => first(run.root, run) : first;
}

function compileSegment(segment: Segment, next: Step, compileCondition: CompileCondition): Step {
  const steps = segment.selectors.map((selector) => compileSelector(selector, next, compileCondition));
  const select: Step = steps.length === 1 ? steps[0]! : (node, run) => steps.some((step) => step(node, run));
  return segment.kind === 'child' ? select : descend(select);
}

function descend(select: Step): Step {
  const walk: Step = (node, run) => {
    spend(run);
    if (select(node, run)) return true;
    if (typeof node !== 'object' || node === null) return false;
    goDown(run);
    const found = Array.isArray(node)
      ? node.some((child) => walk(child, run))
      : Object.keys(node).some((name) => walk(node[name]!, run));
    run.descent -= 1;
    return found;
  };
  return walk;
}

function compileSelector(selector: Selector, next: Step, compileCondition: CompileCondition): Step {
  switch (selector.kind) {
    case 'name':
      return one((node) => member(node, selector.name), next);
    case 'index':
      return one((node) => element(node, selector.index), next);
    case 'slice':
      return slice(selector, next);
    case 'wildcard':
      return children(next);
    case 'filter': {
      const test = compileCondition(selector.condition);
      return children((child, run) => test(child, run) && next(child, run));
    }
  }
}

function one(find: (node: Json) => Json | undefined, next: Step): Step {
  return (node, run) => {
    spend(run);
    const found = find(node);
    return found !== undefined && next(found, run);
  };
}

function children(visit: Step): Step {
  const paid: Step = (child, run) => {
    spend(run);
    return visit(child, run);
  };
  return (node, run) => {
    if (Array.isArray(node)) return node.some((child) => paid(child, run));
    return isObject(node) && Object.keys(node).some((name) => paid(node[name]!, run));
  };
}

/** RFC 9535 section 2.3.4.2.2. */
function slice({ start, end, step }: { start?: number; end?: number; step: number }, next: Step): Step {
  return (node, run) => {
    if (!Array.isArray(node) || step === 0) return false;
    const { length } = node;
    const from = bound(start ?? (step > 0 ? 0 : length - 1), length, step);
    const to = end === undefined ? (step > 0 ? length : -1) : bound(end, length, step);
    for (let i = from; step > 0 ? i < to : i > to; i += step) {
      spend(run);
      if (next(node[i]!, run)) return true;
    }
    return false;
  };
}

function bound(index: number, length: number, step: number): number {
  const normal = index < 0 ? length + index : index;
  return step > 0 ? Math.min(Math.max(normal, 0), length) : Math.min(Math.max(normal, -1), length - 1);
}
