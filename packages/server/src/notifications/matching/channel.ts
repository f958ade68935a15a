import { type Json, type JsonObject, member } from '../filters/index.ts';
import { Buckets } from './buckets.ts';
import { type Place, valueKey } from './places.ts';

/**
 * The entries for one account, topic and method. Each lies in one place; a publication looks only into the buckets
 * whose keys it carries, so the rest costs nothing, however many there are.
 */
export class Channel<E> {
  readonly #owners = new Buckets<string, E>();
  readonly #subjects = new Buckets<string, E>();
  /** How many keys of each length there are: the lengths that a look-up must try. */
  readonly #subjectLengths = new Map<number, number>();
  readonly #members = new Map<string, { path: readonly string[]; buckets: Buckets<string, E> }>();
  readonly #rest = new Set<E>();

  /** How many entries would share the fullest of the place's buckets. */
  crowd(place: Place): number {
    const buckets = this.#bucketsOf(place);
    return buckets ? Math.max(...place.keys.map((key) => buckets.sizeOf(key))) : 0;
  }

  add(entry: E, place: Place | undefined): void {
    if (!place) this.#rest.add(entry);
    else if (place.kind === 'subject') for (const key of place.keys) this.#addSubject(key, entry);
    else if (place.kind === 'owner') for (const key of place.keys) this.#owners.add(key, entry);
    else {
      const group = this.#members.get(place.pathKey) ?? { path: place.path, buckets: new Buckets<string, E>() };
      this.#members.set(place.pathKey, group);
      for (const key of place.keys) group.buckets.add(key, entry);
    }
  }

  remove(entry: E, place: Place | undefined): void {
    if (!place) this.#rest.delete(entry);
    else if (place.kind === 'subject') for (const key of place.keys) this.#removeSubject(key, entry);
    else {
      const buckets = this.#bucketsOf(place);
      for (const key of place.keys) buckets?.remove(key, entry);
      if (place.kind === 'member' && buckets?.keys === 0) this.#members.delete(place.pathKey);
    }
  }

  get empty(): boolean {
    return this.#rest.size + this.#owners.keys + this.#subjects.keys + this.#members.size === 0;
  }

  /** Calls `visit` with every entry that might match; with some more than once. */
  candidates(subject: string, document: JsonObject, owners: readonly string[], visit: (entry: E) => void): void {
    this.#rest.forEach(visit);
    for (const owner of owners) this.#owners.get(owner)?.forEach(visit);
    this.#visitSubjects(subject, visit);
    for (const { path, buckets } of this.#members.values()) {
      const value = scalarAt(document, path);
      if (value !== undefined) buckets.get(valueKey(value))?.forEach(visit);
    }
  }

  /** Keys begin with '/', so they can stand only where the subject has one. */
  #visitSubjects(subject: string, visit: (entry: E) => void): void {
    for (let at = subject.indexOf('/'); at >= 0; at = subject.indexOf('/', at + 1)) {
      for (const length of this.#subjectLengths.keys()) {
        if (at + length <= subject.length) this.#subjects.get(subject.slice(at, at + length))?.forEach(visit);
      }
    }
  }

  #addSubject(key: string, entry: E): void {
    if (!this.#subjects.get(key)) this.#subjectLengths.set(key.length, (this.#subjectLengths.get(key.length) ?? 0) + 1);
    this.#subjects.add(key, entry);
  }

  #removeSubject(key: string, entry: E): void {
    if (!this.#subjects.get(key)) return;
    this.#subjects.remove(key, entry);
    if (this.#subjects.get(key)) return;
    const left = this.#subjectLengths.get(key.length)! - 1;
    if (left === 0) this.#subjectLengths.delete(key.length);
    else this.#subjectLengths.set(key.length, left);
  }

  #bucketsOf(place: Place): Buckets<string, E> | undefined {
    if (place.kind === 'owner') return this.#owners;
    return place.kind === 'subject' ? this.#subjects : this.#members.get(place.pathKey)?.buckets;
  }
}

function scalarAt(document: JsonObject, path: readonly string[]): null | boolean | number | string | undefined {
  let value: Json | undefined = document;
  for (const name of path) value = member(value, name);
  return typeof value === 'object' && value !== null ? undefined : value;
}
