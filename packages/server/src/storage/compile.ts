import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Builds a query around values that will be given at each run. */
export type Build<V, R> = (db: Kysely<Database>, values: V) => CompiledQuery<R>;

/** A query compiled once. */
export interface Compiled<R> {
  readonly query: CompiledQuery<R>;
  /** Where each of its parameters is found: which of the values, and which of its fields. */
  readonly places: readonly PlaceHolder[];
}

/** Stands for one field of one of the values while a query is built. */
class PlaceHolder {
  readonly index: number;
  readonly field: string;

  constructor(index: number, field: string) {
    this.index = index;
    this.field = field;
  }
}

/** Compiles a query for `count` values. Constants among its parameters are not possible: every run gives all of them. */
export function compile<V extends object, R>(
  db: Kysely<Database>,
  count: number,
  build: Build<readonly V[], R>,
): Compiled<R> {
  const query = build(
    db,
    Array.from({ length: count }, (_, index) => placeHolders<V>(index)),
  );
  const places = query.parameters.map((parameter) => {
    if (parameter instanceof PlaceHolder) return parameter;
    throw new Error(`A prepared query has the constant ${String(parameter)}: let it be one of the values`);
  });
  return { query, places };
}

/** The parameters of a run. */
export function parametersOf<V extends object>({ places }: Compiled<unknown>, values: readonly V[]): unknown[] {
  return places.map(({ index, field }) => (values[index] as V)[field as keyof V]);
}

function placeHolders<V extends object>(index: number): V {
  return new Proxy({} as V, { get: (_, field) => new PlaceHolder(index, String(field)) });
}
