import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type CompiledQuery, Kysely } from 'kysely';
import type { Backend, BatchConnection } from '../backend.ts';
import type { Database } from '../schema.ts';
import { StorageError } from '../storage-error.ts';
import { CommitPace } from './commit-pace.ts';
import { lockFolder } from './folder-lock.ts';
import { NodeSqliteConnection } from './node-sqlite-connection.ts';
import { NodeSqliteDialect } from './node-sqlite-dialect.ts';
import { openReader, openWriter } from './open-connection.ts';
import { RecentRows } from './recent-rows.ts';

interface Connections {
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  close(): void;
}

/**
 * SQLite in the data folder: one writing connection, one reading connection, durable through power loss.
 * @throws StorageError in words
 */
export function openSqlite(dataDir: string): Backend {
  const { writer, reader, close } = openConnections(dataDir);
  const writeConnection = new NodeSqliteConnection(writer);
  const write = new Kysely<Database>({ dialect: new NodeSqliteDialect(writeConnection) });
  const batchConnection: BatchConnection = {
    db: write,
    execute: async (statement) => void writeConnection.rows(statement, []),
    run: async ({ sql }, parameters) => writeConnection.rows(sql, parameters),
  };
  const readConnection = new NodeSqliteConnection(reader);
  const recent = new RecentRows();
  const pace = new CommitPace();
  const read = new Kysely<Database>({ dialect: new NodeSqliteDialect(readConnection) });
  return {
    dialect: 'sqlite',
    read,
    prepare<R>({ sql }: CompiledQuery<R>) {
      const known = recent.of<R>((values) => readConnection.rows(sql, values));
      return async (values) => known(values);
    },
    nextBatch: () => pace.next(),
    async batch(work) {
      writer.exec('begin immediate');
      try {
        await work(batchConnection);
        const start = performance.now();
        writer.exec('commit');
        pace.spent(performance.now() - start);
        recent.forget();
      } catch (error) {
        if (writer.isTransaction) writer.exec('rollback');
        throw error;
      }
    },
    async close() {
      close();
    },
  };
}

function openConnections(dataDir: string): Connections {
  const opened: { close(): void }[] = [];
  const close = () => {
    for (const one of opened.splice(0).reverse()) one.close();
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const lock = lockFolder(dataDir);
    opened.push({ close: lock.release });
    const file = join(dataDir, 'cordboard.db');
    const writer = openWriter(file);
    opened.push(writer);
    const reader = openReader(file);
    opened.push(reader);
    return { writer, reader, close };
  } catch (error) {
    close();
    if (error instanceof StorageError) throw error;
    const { message } = error as Error;
    throw new StorageError(`The database in ${dataDir} cannot be opened: ${message}`, { cause: error });
  }
}
