import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Backend } from './backend.ts';
import { GroupCommit } from './group-commit.ts';
import type { Database } from './schema.ts';
import type { PreparedQuery, Storage, Tx } from './storage.ts';

/** Storage on either backend. */
export class KyselyStorage implements Storage {
  readonly dialect: 'sqlite' | 'postgres';
  readonly read: Kysely<Database>;
  readonly #backend: Backend;
  readonly #writer: GroupCommit;
  #closing: Promise<void> | undefined;

  constructor(backend: Backend, log: Log) {
    this.dialect = backend.dialect;
    this.read = backend.read;
    this.#backend = backend;
    this.#writer = new GroupCommit(backend, log);
  }

  prepare<P extends readonly unknown[], R>(
    build: (db: Kysely<Database>, ...values: P) => CompiledQuery<R>,
  ): PreparedQuery<P, R> {
    const placeHolders = Array.from({ length: build.length - 1 }, () => '') as unknown as P;
    const run = this.#backend.prepare(build(this.read, ...placeHolders));
    return (...values: P) => run(values);
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#writer.run(work);
  }

  async check(): Promise<void> {
    await sql`select 1`.execute(this.read);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#writer.close();
    await this.#backend.close();
  }
}
