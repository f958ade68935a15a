import type { Condition, Query, Segment, Selector } from './ast.ts';
import { readInteger, readString } from './literals.ts';
import type { Scanner } from './scanner.ts';

/** The query, and the name of a method when its last member is called: `@.content.body.indexOf(`. */
export interface ParsedQuery {
  readonly query: Query;
  readonly method?: { readonly name: string; readonly position: number };
}

/** Reads the condition of a filter selector; handed down, because conditions hold paths and paths hold conditions. */
export type ReadCondition = (scanner: Scanner) => Condition;

/**
 * Reads a path from `$` or `@` on: RFC 9535 section 2.5. Inside a filter, a member that is followed by `(` is the
 * method of the JavaScript-like dialect; the scanner then stands on the parenthesis.
 */
export function parseQuery(scanner: Scanner, readCondition: ReadCondition, inFilter: boolean): ParsedQuery {
  const position = scanner.at;
  const root = scanner.peek();
  if (root !== '$' && root !== '@') scanner.fail(`expected a path but found ${scanner.found()}`);
  scanner.at += 1;
  const segments: Segment[] = [];
  for (;;) {
    const before = scanner.at;
    scanner.skipBlanks();
    const dot = scanner.at;
    if (scanner.startsWith('.') && !scanner.startsWith('..')) {
      scanner.at += 1;
      const segment = parseShorthand(scanner, 'child');
      if (inFilter && scanner.peek() === '(' && segment.selectors[0]?.kind === 'name') {
        return { query: { root, segments, position }, method: { name: segment.selectors[0].name, position: dot + 1 } };
      }
      segments.push(segment);
      continue;
    }
    const segment = parseSegment(scanner, readCondition);
    if (!segment) {
      scanner.at = before;
      return { query: { root, segments, position } };
    }
    segments.push(segment);
  }
}

function parseSegment(scanner: Scanner, readCondition: ReadCondition): Segment | undefined {
  if (scanner.eat('..')) {
    return scanner.peek() === '['
      ? { kind: 'descendant', selectors: parseBrackets(scanner, readCondition) }
      : parseShorthand(scanner, 'descendant');
  }
  return scanner.peek() === '[' ? { kind: 'child', selectors: parseBrackets(scanner, readCondition) } : undefined;
}

function parseShorthand(scanner: Scanner, kind: Segment['kind']): Segment {
  if (scanner.eat('*')) return { kind, selectors: [{ kind: 'wildcard' }] };
  const name = scanner.name();
  if (!name) scanner.fail(`expected a member name but found ${scanner.found()}`);
  return { kind, selectors: [{ kind: 'name', name }] };
}

function parseBrackets(scanner: Scanner, readCondition: ReadCondition): Selector[] {
  return scanner.nested(() => {
    scanner.expect('[');
    const selectors: Selector[] = [];
    do {
      scanner.skipBlanks();
      selectors.push(parseSelector(scanner, readCondition));
      scanner.skipBlanks();
    } while (scanner.eat(','));
    scanner.expect(']');
    return selectors;
  });
}

function parseSelector(scanner: Scanner, readCondition: ReadCondition): Selector {
  const char = scanner.peek();
  if (char === "'" || char === '"') return { kind: 'name', name: readString(scanner) };
  if (scanner.eat('*')) return { kind: 'wildcard' };
  if (scanner.eat('?')) {
    scanner.skipBlanks();
    return { kind: 'filter', condition: readCondition(scanner) };
  }
  if (char === '(') return parseScript(scanner);
  return parseIndexOrSlice(scanner);
}

/** `(@.length-1)`: the one script expression of the older dialect that people write; means the index -1. */
function parseScript(scanner: Scanner): Selector {
  const found = /\(\s*@\.length\s*-\s*([1-9][0-9]{0,8})\s*\)/y;
  found.lastIndex = scanner.at;
  const script = found.exec(scanner.text);
  if (!script) scanner.fail('the only script expression allowed is (@.length-N)');
  scanner.at += script[0].length;
  return { kind: 'index', index: -Number(script[1]) };
}

function parseIndexOrSlice(scanner: Scanner): Selector {
  const position = scanner.at;
  const start = readInteger(scanner);
  const afterStart = scanner.at;
  scanner.skipBlanks();
  if (!scanner.eat(':')) {
    scanner.at = afterStart;
    if (start === undefined) scanner.fail(`expected a selector but found ${scanner.found()}`, position);
    return { kind: 'index', index: start };
  }
  scanner.skipBlanks();
  const end = readInteger(scanner);
  scanner.skipBlanks();
  let step: number | undefined;
  if (scanner.eat(':')) {
    scanner.skipBlanks();
    step = readInteger(scanner);
  }
  return {
    kind: 'slice',
    step: step ?? 1,
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}
