import { FilterError } from './filter-error.ts';
import { MAX_DEPTH, MAX_TERMS } from './limits.ts';

const NAME_FIRST = /[A-Za-z_\u0080-\uffff]/;
const NAME_REST = /[A-Za-z_0-9\u0080-\uffff]/;

/** Walks over the text of a filter and counts what is limited. */
export class Scanner {
  readonly text: string;
  at = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.at);
  }

  /** Goes past `token` when it stands here. */
  eat(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.eat(token)) this.fail(`expected ${token} but found ${this.found()}`);
  }

  /** The four blanks of RFC 9535 section 2.1.1. */
  skipBlanks(): void {
    while (this.at < this.text.length && ' \t\n\r'.includes(this.text[this.at]!)) this.at += 1;
  }

  /** A member name in shorthand form (RFC 9535 section 2.5.1.1), or an empty string. */
  name(): string {
    const start = this.at;
    if (!NAME_FIRST.test(this.peek())) return '';
    while (!this.done && NAME_REST.test(this.peek())) this.at += 1;
    return this.text.slice(start, this.at);
  }

  /** Runs `read` one level deeper. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.fail(`nested more than ${MAX_DEPTH} levels deep`);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  countTerm(position: number): void {
    this.#terms += 1;
    if (this.#terms > MAX_TERMS) this.fail(`more than ${MAX_TERMS} terms`, position);
  }

  found(): string {
    return this.done ? 'the end' : `'${this.peek()}'`;
  }

  fail(message: string, position = this.at): never {
    throw new FilterError(message, position);
  }
}
