import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What differs between the databases: connections, and how a batch of writes begins and ends. */
export interface Backend {
  readonly dialect: 'sqlite' | 'postgres';
  readonly read: Kysely<Database>;
  /**
   * Runs a batch on the one writing connection. The batch calls `commit` or `rollback` itself; when it throws, the
   * transaction is rolled back.
   * @throws StorageError when the connection is lost
   */
  batch(work: (connection: BatchConnection) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** The writing connection inside a batch. */
export interface BatchConnection {
  readonly db: Kysely<Database>;
  execute(statement: string): Promise<void>;
}
