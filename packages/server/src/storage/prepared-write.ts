import type { Kysely } from 'kysely';
import { type Build, type Compiled, compile, parametersOf } from './compile.ts';
import type { Database } from './schema.ts';
import type { PreparedWrite } from './storage.ts';

/** Values in one statement: far below the parameter limits of both databases. */
const LARGEST = 256;

/**
 * A write of any number of values. It is compiled for 1, 2, 4, ... of them, so that few statements serve every number:
 * thirteen go as eight, four and one.
 */
export function preparedWrite<V extends object, R>(
  db: Kysely<Database>,
  build: Build<readonly V[], R>,
): PreparedWrite<V, R> {
  const single = compile(db, 1, build);
  const bySize = new Map<number, Compiled<R>>([[1, single]]);
  const compiledFor = (size: number): Compiled<R> => {
    const known = bySize.get(size) ?? compile(db, size, build);
    bySize.set(size, known);
    return known;
  };
  return async (tx, values) => {
    const rows: R[] = [];
    for (let start = 0; start < values.length; ) {
      const size = Math.min(LARGEST, 2 ** Math.floor(Math.log2(values.length - start)));
      const compiled = compiledFor(size);
      rows.push(...(await tx.run(compiled.query, parametersOf(compiled, values.slice(start, start + size)))));
      start += size;
    }
    return rows;
  };
}
