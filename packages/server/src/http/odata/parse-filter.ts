import {
  type Comparison,
  comparisons,
  type Expression,
  type Fields,
  type FieldType,
  type Literal,
  type TextFunction,
  textFunctions,
} from './expression.ts';
import { literalWords, readLiteral } from './literals.ts';
import { odataError } from './odata-error.ts';
import { type Token, type TokenKind, tokenize } from './tokens.ts';

const OPTION = '$filter';
const LENGTH_LIMIT = 4_096;
const DEPTH_LIMIT = 20;
const TERM_LIMIT = 50;

/**
 * Reads a $filter: `eq ne lt gt le ge and or not`, parentheses, contains/startswith/endswith, strings in single quotes.
 * The whole may stand in double quotes, as one example of the contract does.
 * @throws ApiError invalid_filter, with the position
 */
export function parseFilter(text: string, fields: Fields): Expression {
  if (text.length > LENGTH_LIMIT) throw odataError(OPTION, `is longer than ${LENGTH_LIMIT} characters`);
  return new FilterParser(tokenize(OPTION, withoutQuotes(text)), fields).parse();
}

/** Blanks take the place of the double quotes, so that positions stay what the caller sees. */
function withoutQuotes(text: string): string {
  const wrapped = /^(\s*)"([\s\S]*)"\s*$/.exec(text);
  return wrapped === null ? text : `${wrapped[1]} ${wrapped[2]}`;
}

class FilterParser {
  readonly #tokens: readonly Token[];
  readonly #fields: Fields;
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly Token[], fields: Fields) {
    this.#tokens = tokens;
    this.#fields = fields;
  }

  parse(): Expression {
    const expression = this.#or(0);
    this.#take('end', 'the end');
    return expression;
  }

  #or(depth: number): Expression {
    let left = this.#and(depth);
    while (this.#takeWord('or')) left = { kind: 'or', left, right: this.#and(depth) };
    return left;
  }

  #and(depth: number): Expression {
    let left = this.#not(depth);
    while (this.#takeWord('and')) left = { kind: 'and', left, right: this.#not(depth) };
    return left;
  }

  #not(depth: number): Expression {
    if (depth > DEPTH_LIMIT) throw odataError(OPTION, `is nested deeper than ${DEPTH_LIMIT} levels`, this.#next.at);
    if (this.#takeWord('not')) return { kind: 'not', operand: this.#not(depth + 1) };
    if (this.#next.kind !== '(') return this.#term();
    this.#take('(', '(');
    const inner = this.#or(depth + 1);
    this.#take(')', ')');
    return inner;
  }

  #term(): Expression {
    this.#terms += 1;
    if (this.#terms > TERM_LIMIT) throw odataError(OPTION, `has more than ${TERM_LIMIT} terms`, this.#next.at);
    const word = this.#take('word', 'a field');
    const name = textFunctions.find((known) => known === word.text.toLowerCase());
    return name !== undefined && this.#next.kind === '(' ? this.#text(name) : this.#compare(word);
  }

  #text(name: TextFunction): Expression {
    this.#take('(', '(');
    const field = this.#field(this.#take('word', 'a field'), 'string');
    this.#take(',', ',');
    const text = this.#take('string', 'a text in single quotes').text;
    this.#take(')', ')');
    return { kind: 'text', function: name, field, text };
  }

  #compare(word: Token): Expression {
    const field = this.#field(word);
    const operator = this.#take('word', `one of ${comparisons.join(', ')}`);
    const comparison = comparisons.find((known) => known === operator.text.toLowerCase());
    if (comparison === undefined) {
      throw odataError(OPTION, `"${operator.text}" is no operator; use ${comparisons.join(', ')}`, operator.at);
    }
    return { kind: 'compare', field, comparison, value: this.#literal(field, comparison) };
  }

  #field(word: Token, wanted?: FieldType): string {
    const field = Object.hasOwn(this.#fields, word.text) ? this.#fields[word.text] : undefined;
    if (field === undefined) {
      const names = Object.keys(this.#fields).join(', ');
      throw odataError(OPTION, `"${word.text}" cannot be filtered by; use one of: ${names}`, word.at);
    }
    if (wanted !== undefined && field.type !== wanted) throw odataError(OPTION, `${word.text} is not text`, word.at);
    return word.text;
  }

  #literal(field: string, comparison: Comparison): Literal {
    const token = this.#next;
    this.#at += 1;
    if (token.kind === 'word' && token.text === 'null') {
      if (comparison === 'eq' || comparison === 'ne') return null;
      throw odataError(OPTION, 'null can only be compared with eq and ne', token.at);
    }
    const { type } = this.#fields[field]!;
    const value = readLiteral(token, type);
    if (value === undefined) throw odataError(OPTION, `${field} is compared with ${literalWords[type]}`, token.at);
    return value;
  }

  get #next(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)] as Token;
  }

  #take(kind: TokenKind, what: string): Token {
    const token = this.#next;
    if (token.kind !== kind) throw odataError(OPTION, `${what} is expected before "${token.text}"`, token.at);
    this.#at += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    if (this.#next.kind !== 'word' || this.#next.text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}
