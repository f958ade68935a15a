import {
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { NodeSqliteConnection } from './node-sqlite-connection.ts';

/** Kysely on one node:sqlite connection. */
export class NodeSqliteDialect implements Dialect {
  readonly #connection: NodeSqliteConnection;

  constructor(connection: NodeSqliteConnection) {
    this.#connection = connection;
  }

  createDriver(): Driver {
    const connection = this.#connection;
    // Transactions are the group commit's business, so Kysely's own are not offered.
    const none = async () => {};
    const refuse = async () => {
      throw new Error('Use Storage.transaction');
    };
    return {
      init: none,
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: none,
      destroy: none,
    };
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}
