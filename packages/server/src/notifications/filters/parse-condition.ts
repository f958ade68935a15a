import type { Condition, Operand, Operator } from './ast.ts';
import { asOperand, parseTerm, type Term } from './parse-term.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import type { Scanner } from './scanner.ts';

/** The operators of both dialects, longest first; the strict ones of JavaScript mean what RFC 9535 means anyway. */
const OPERATORS: readonly (readonly [string, Operator])[] = [
  ['===', '=='],
  ['!==', '!='],
  ['==', '=='],
  ['!=', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['<', '<'],
  ['>', '>'],
];

const LIST_OPERATOR = /^in[\s[]/;

/** Reads a logical expression (RFC 9535 section 2.3.5.1): `||` binds weakest, then `&&`, then `!`. */
export function parseCondition(scanner: Scanner): Condition {
  return scanner.nested(() => parseChain(scanner, '||', 'or', () => parseChain(scanner, '&&', 'and', parseUnary)));
}

function parseChain(
  scanner: Scanner,
  token: '||' | '&&',
  kind: 'or' | 'and',
  next: (scanner: Scanner) => Condition,
): Condition {
  const conditions = [next(scanner)];
  for (;;) {
    const before = scanner.at;
    scanner.skipBlanks();
    if (!scanner.eat(token)) {
      scanner.at = before;
      return conditions.length === 1 ? conditions[0]! : { kind, conditions };
    }
    scanner.skipBlanks();
    conditions.push(next(scanner));
  }
}

function parseUnary(scanner: Scanner): Condition {
  if (!scanner.eat('!')) return parseBasic(scanner, false);
  scanner.skipBlanks();
  const condition = scanner.nested(() => (scanner.peek() === '!' ? parseUnary(scanner) : parseBasic(scanner, true)));
  return { kind: 'not', condition };
}

function parseBasic(scanner: Scanner, negated: boolean): Condition {
  const position = scanner.at;
  if (scanner.eat('(')) {
    scanner.skipBlanks();
    const condition = parseCondition(scanner);
    scanner.skipBlanks();
    scanner.expect(')');
    refuseOperator(scanner, 'parentheses give true or false and cannot be compared');
    return condition;
  }
  scanner.countTerm(position);
  const term = parseTerm(scanner, parseCondition);
  // RFC 9535 negates a test or parentheses, never a bare comparison: readers disagree about what `!@.a == 1` means.
  if (negated) refuseOperator(scanner, 'put parentheses around the comparison after !');
  const end = scanner.at;
  scanner.skipBlanks();
  const comparison = parseComparison(scanner, term);
  if (comparison) return comparison;
  scanner.at = end;
  return asTest(scanner, term);
}

function parseComparison(scanner: Scanner, term: Term): Condition | undefined {
  const operatorAt = scanner.at;
  if (scanner.eat('=~')) return { kind: 'matches', text: asOperand(scanner, term), pattern: readPattern(scanner) };
  if (LIST_OPERATOR.test(scanner.text.slice(scanner.at, scanner.at + 3))) {
    scanner.at += 2;
    return { kind: 'in', item: asOperand(scanner, term), list: readList(scanner) };
  }
  const found = OPERATORS.find(([token]) => scanner.eat(token));
  if (!found) {
    if (scanner.peek() === '=') scanner.fail('= is no operator, write ==', operatorAt);
    return undefined;
  }
  scanner.skipBlanks();
  const right = parseTerm(scanner, parseCondition);
  const condition: Condition = {
    kind: 'compare',
    operator: found[1],
    left: asOperand(scanner, term),
    right: asOperand(scanner, right),
  };
  refuseOperator(scanner, 'a comparison cannot be compared again');
  return condition;
}

function asTest(scanner: Scanner, term: Term): Condition {
  if (term.kind === 'condition') return term.condition;
  if (term.operand.kind === 'query') return { kind: 'exists', query: term.operand.query };
  return scanner.fail('a value alone is no condition, compare it', term.position);
}

function refuseOperator(scanner: Scanner, message: string): void {
  const before = scanner.at;
  scanner.skipBlanks();
  const operator = scanner.startsWith('=~') || LIST_OPERATOR.test(scanner.text.slice(scanner.at, scanner.at + 3));
  if (operator || OPERATORS.some(([token]) => scanner.startsWith(token))) scanner.fail(message);
  scanner.at = before;
}

function readList(scanner: Scanner): Operand[] {
  scanner.skipBlanks();
  scanner.expect('[');
  const list: Operand[] = [];
  do {
    scanner.skipBlanks();
    scanner.countTerm(scanner.at);
    list.push(asOperand(scanner, parseTerm(scanner, parseCondition)));
    scanner.skipBlanks();
  } while (scanner.eat(','));
  scanner.expect(']');
  return list;
}

/** `/expression/flags`, as in JavaScript. */
function readPattern(scanner: Scanner): Pattern {
  scanner.skipBlanks();
  const position = scanner.at;
  scanner.expect('/');
  let inClass = false;
  while (scanner.peek() !== '/' || inClass) {
    if (scanner.done) scanner.fail('the regular expression has no end', position);
    const char = scanner.peek();
    if (char === '[') inClass = true;
    if (char === ']') inClass = false;
    scanner.at += char === '\\' ? 2 : 1;
  }
  const source = scanner.text.slice(position + 1, scanner.at);
  scanner.at += 1;
  const flags = scanner.name();
  if (!/^[gimsu]*$/.test(flags)) scanner.fail(`unknown flags ${flags}`, scanner.at - flags.length);
  return compilePattern(source, position, { flags });
}
