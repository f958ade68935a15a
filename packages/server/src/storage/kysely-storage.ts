import { type Kysely, sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Backend } from './backend.ts';
import { type Build, compile, parametersOf } from './compile.ts';
import { GroupCommit } from './group-commit.ts';
import { preparedWrite } from './prepared-write.ts';
import type { Database } from './schema.ts';
import type { PreparedRead, PreparedWrite, Storage, Tx } from './storage.ts';

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

  prepare<V extends object, R>(build: Build<V, R>): PreparedRead<V, R> {
    const compiled = compile<V, R>(this.read, 1, (db, [value]) => build(db, value as V));
    const run = this.#backend.prepare(compiled.query);
    return (value) => run(parametersOf(compiled, [value]));
  }

  prepareWrite<V extends object, R>(build: Build<readonly V[], R>): PreparedWrite<V, R> {
    return preparedWrite(this.read, build);
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
