import type { Operator } from './ast.ts';
import { isObject, type Json } from './json.ts';
import { goDown, type Run, spend } from './run.ts';

type Value = Json | undefined;

/** The comparisons of RFC 9535 section 2.3.5.2.2; `undefined` is its Nothing, the result of an empty path. */
export const comparisons: Readonly<Record<Operator, (left: Value, right: Value, run: Run) => boolean>> = {
  '==': equal,
  '!=': (left, right, run) => !equal(left, right, run),
  '<': less,
  '<=': (left, right, run) => less(left, right) || equal(left, right, run),
  '>': (left, right) => less(right, left),
  '>=': (left, right, run) => less(right, left) || equal(left, right, run),
};

/** Deep equality; no conversion between types. */
export function equal(left: Value, right: Value, run: Run): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  spend(run);
  goDown(run);
  const same = Array.isArray(left) ? equalArrays(left, right, run) : equalObjects(left, right, run);
  run.descent -= 1;
  return same;
}

function equalArrays(left: Json[], right: Json, run: Run): boolean {
  if (!Array.isArray(right) || left.length !== right.length) return false;
  spend(run, left.length);
  return left.every((item, index) => equal(item, right[index], run));
}

function equalObjects(left: Json, right: Json, run: Run): boolean {
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  spend(run, names.length);
  return names.every((name) => Object.hasOwn(right, name) && equal(left[name], right[name], run));
}

function less(left: Value, right: Value): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') return lessText(left, right);
  return false;
}

/** By Unicode scalar values, where JavaScript compares UTF-16 units: they differ from U+E000 on. */
function lessText(left: string, right: string): boolean {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    if (left.charCodeAt(i) !== right.charCodeAt(i)) return scalarOrder(left, i) < scalarOrder(right, i);
  }
  return left.length < right.length;
}

/** Sorts surrogates after every other unit, which is the order of the characters that they stand for. */
function scalarOrder(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
