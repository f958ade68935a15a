import { type Condition, isSingular, type Operand, type Query, type TextMethod } from './ast.ts';
import { readNumber, readString } from './literals.ts';
import { parseQuery, type ReadCondition } from './parse-query.ts';
import { compilePattern } from './pattern.ts';
import type { Scanner } from './scanner.ts';

/** One side of a comparison, or something that is true or false by itself. */
export type Term =
  | { readonly kind: 'operand'; readonly operand: Operand; readonly position: number }
  | { readonly kind: 'condition'; readonly condition: Condition; readonly position: number };

/** `undefined` belongs to the JavaScript-like dialect and equals a missing member. */
const KEYWORDS = new Map<string, null | boolean | undefined>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]);

export function parseTerm(scanner: Scanner, readCondition: ReadCondition): Term {
  const position = scanner.at;
  const char = scanner.peek();
  const operand = (value: Operand): Term => ({ kind: 'operand', operand: value, position });
  if (char === "'" || char === '"') return operand({ kind: 'literal', value: readString(scanner) });
  if (char === '$' || char === '@') return parsePath(scanner, readCondition);
  const number = readNumber(scanner);
  if (number !== undefined) return operand({ kind: 'literal', value: number });
  const name = scanner.name();
  if (scanner.peek() === '(' && name) return parseFunction(scanner, name, readCondition);
  if (KEYWORDS.has(name)) return operand({ kind: 'literal', value: KEYWORDS.get(name) });
  if (name) scanner.fail(`unknown word ${name}: a path begins with @ or $, a text stands in quotes`, position);
  return scanner.fail(`expected a value but found ${scanner.found()}`);
}

function parsePath(scanner: Scanner, readCondition: ReadCondition): Term {
  const position = scanner.at;
  const { query, method } = parseQuery(scanner, readCondition, true);
  if (!method) return { kind: 'operand', operand: { kind: 'query', query }, position };
  const text = asOperand(scanner, { kind: 'operand', operand: { kind: 'query', query }, position });
  if (!METHODS.has(method.name)) {
    const known = [...METHODS].join(', ');
    scanner.fail(`unknown method ${method.name}; known are ${known} and the member length`, method.position);
  }
  const [argument] = readArguments(scanner, method.name, 1, readCondition);
  const value = asOperand(scanner, argument!);
  if (method.name === 'indexOf')
    return { kind: 'operand', operand: { kind: 'indexOf', text, argument: value }, position };
  const condition: Condition = { kind: 'text', method: method.name as TextMethod, text, argument: value };
  return { kind: 'condition', condition, position };
}

/** The whole list of methods; every other call is refused, so no filter reaches code of the platform or the language. */
const METHODS = new Set<string>(['indexOf', 'includes', 'startsWith', 'endsWith']);

/** The functions of RFC 9535 section 2.4. */
const FUNCTIONS: Readonly<Record<string, (scanner: Scanner, args: Term[], position: number) => Term>> = {
  length: (scanner, [of], position) => operandTerm({ kind: 'length', of: asOperand(scanner, of!) }, position),
  count: (scanner, [of], position) => operandTerm({ kind: 'count', query: asNodes(scanner, of!) }, position),
  value: (scanner, [of], position) => operandTerm({ kind: 'value', query: asNodes(scanner, of!) }, position),
  match: (scanner, args, position) => patternTerm(scanner, args, position, true),
  search: (scanner, args, position) => patternTerm(scanner, args, position, false),
};

function parseFunction(scanner: Scanner, name: string, readCondition: ReadCondition): Term {
  const position = scanner.at - name.length;
  const build = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!build) scanner.fail(`unknown function ${name}; known are ${Object.keys(FUNCTIONS).join(', ')}`, position);
  const expected = name === 'match' || name === 'search' ? 2 : 1;
  return build(scanner, readArguments(scanner, name, expected, readCondition), position);
}

function readArguments(scanner: Scanner, name: string, expected: number, readCondition: ReadCondition): Term[] {
  const position = scanner.at - name.length;
  return scanner.nested(() => {
    scanner.expect('(');
    scanner.skipBlanks();
    const args: Term[] = [];
    while (scanner.peek() !== ')') {
      if (args.length > 0) {
        scanner.expect(',');
        scanner.skipBlanks();
      }
      scanner.countTerm(scanner.at);
      args.push(parseTerm(scanner, readCondition));
      scanner.skipBlanks();
    }
    scanner.expect(')');
    if (args.length !== expected)
      scanner.fail(`${name} takes ${expected} argument${expected > 1 ? 's' : ''}`, position);
    return args;
  });
}

/** RFC 9535 section 2.3.5.1: only what has at most one value can be compared. */
export function asOperand(scanner: Scanner, term: Term): Operand {
  if (term.kind === 'condition') return scanner.fail('this gives true or false and cannot be compared', term.position);
  const { operand } = term;
  if (operand.kind === 'query' && !isSingular(operand.query)) {
    scanner.fail('a path with more than one result cannot be compared', operand.query.position);
  }
  return operand;
}

function operandTerm(operand: Operand, position: number): Term {
  return { kind: 'operand', operand, position };
}

function asNodes(scanner: Scanner, term: Term): Query {
  if (term.kind === 'operand' && term.operand.kind === 'query') return term.operand.query;
  return scanner.fail('expected a path', term.position);
}

function patternTerm(scanner: Scanner, [first, second]: Term[], position: number, whole: boolean): Term {
  const text = asOperand(scanner, first!);
  const pattern = asOperand(scanner, second!);
  if (pattern.kind !== 'literal') {
    return { kind: 'condition', condition: { kind: 'matchesDynamic', text, pattern, whole }, position };
  }
  if (typeof pattern.value !== 'string') scanner.fail('the regular expression must be a text', second!.position);
  const compiled = compilePattern(pattern.value, second!.position, { whole, iRegexp: true });
  return { kind: 'condition', condition: { kind: 'matches', text, pattern: compiled }, position };
}
