import type { CompiledQuery, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What differs between the databases: connections, and how a batch of writes begins and ends. */
export interface Backend {
  readonly dialect: 'sqlite' | 'postgres';
  readonly read: Kysely<Database>;
  /** A read that is compiled once, by the shortest way. */
  prepare<R>(query: CompiledQuery<R>): (values: readonly unknown[]) => Promise<readonly R[]>;
  /** Resolves when the next batch may begin: at least a turn of the event loop later, which what it still queues joins. */
  nextBatch(): Promise<void>;
  /**
   * Runs a batch in one transaction on the one writing connection. Resolves after the commit; when `work` throws, rolls
   * back and throws the same. Calls must not overlap.
   * @throws what the database throws when the transaction cannot begin or end
   */
  batch(work: (connection: BatchConnection) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** The writing connection inside a batch. */
export interface BatchConnection {
  readonly db: Kysely<Database>;
  execute(statement: string): Promise<void>;
  /** A compiled query, by the shortest way. */
  run<R>(query: CompiledQuery<R>, parameters: readonly unknown[]): Promise<readonly R[]>;
}
