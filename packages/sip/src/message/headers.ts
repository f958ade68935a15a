import { headerKey, listHeaders } from './header-names.ts';
import { splitList } from './split-list.ts';

/** Header fields of a message in their order. Names are case-insensitive, compact forms count as the long ones. */
export class SipHeaders {
  #keys: string[] = [];
  #values: string[] = [];

  /** Headers from names and values, in order. */
  static of(entries: readonly (readonly [name: string, value: string])[]): SipHeaders {
    const headers = new SipHeaders();
    for (const [name, value] of entries) headers.add(name, value);
    return headers;
  }

  /** Value of the first field with this name, as written. */
  get(name: string): string | undefined {
    const index = this.#keys.indexOf(headerKey(name));
    return index < 0 ? undefined : this.#values[index];
  }

  /** All values with this name; a comma-separated list is split where the grammar makes it one. */
  all(name: string): string[] {
    const key = headerKey(name);
    const found: string[] = [];
    for (let index = this.#keys.indexOf(key); index >= 0; index = this.#keys.indexOf(key, index + 1)) {
      const value = this.#values[index] as string;
      if (listHeaders.has(key) && value.includes(',')) found.push(...splitList(value));
      else found.push(value);
    }
    return found;
  }

  has(name: string): boolean {
    return this.#keys.includes(headerKey(name));
  }

  /** How many fields have this name. */
  count(name: string): number {
    const key = headerKey(name);
    let count = 0;
    for (const other of this.#keys) if (other === key) count += 1;
    return count;
  }

  /** Replaces all fields of this name by one. */
  set(name: string, value: string): void {
    const key = headerKey(name);
    const index = this.#keys.indexOf(key);
    if (index < 0) {
      this.add(name, value);
      return;
    }
    this.#values[index] = value;
    for (let other = this.#keys.lastIndexOf(key); other > index; other = this.#keys.lastIndexOf(key))
      this.#remove(other);
  }

  add(name: string, value: string): void {
    this.#keys.push(headerKey(name));
    this.#values.push(value);
  }

  /** Puts a field before all others, as a Via goes. */
  prepend(name: string, value: string): void {
    this.#keys.unshift(headerKey(name));
    this.#values.unshift(value);
  }

  delete(name: string): void {
    const key = headerKey(name);
    for (let index = this.#keys.indexOf(key); index >= 0; index = this.#keys.indexOf(key)) this.#remove(index);
  }

  /** Keys (lower case, long form) and values in order. */
  *entries(): IterableIterator<[key: string, value: string]> {
    for (let index = 0; index < this.#keys.length; index += 1) {
      yield [this.#keys[index] as string, this.#values[index] as string];
    }
  }

  clone(): SipHeaders {
    const copy = new SipHeaders();
    copy.#keys = this.#keys.slice();
    copy.#values = this.#values.slice();
    return copy;
  }

  #remove(index: number): void {
    this.#keys.splice(index, 1);
    this.#values.splice(index, 1);
  }
}
