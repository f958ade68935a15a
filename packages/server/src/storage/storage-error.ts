/** The database could not do its work: disk full, connection lost, another process holds the folder. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

const SQLITE_CONSTRAINT_UNIQUE = 2067;
const SQLITE_CONSTRAINT_PRIMARYKEY = 1555;
const POSTGRES_UNIQUE_VIOLATION = '23505';

/** BUSY, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB (sqlite.org/rescode.html). */
const SQLITE_FAILURES: ReadonlySet<number> = new Set([5, 7, 8, 10, 11, 13, 14, 26]);
/**
 * PostgreSQL's error classes of connections, resources, shutdown and the system (manual, appendix A), waits that were
 * cut short, and the codes that Node gives to a lost or refused connection.
 */
const POSTGRES_FAILURE = /^(08|53|57P|58|XX)|^(25006|25P03|55P03|57014)$|^E[A-Z_]+$/;
/** What pg throws without any code. */
const CONNECTION_GONE = /^Connection terminated|not queryable|timeout exceeded when trying to connect/;

interface DatabaseError extends Error {
  /** SQLite's extended result code. */
  readonly errcode?: number;
  /** PostgreSQL's SQLSTATE, or a code of Node. */
  readonly code?: string;
}

/** True when `error` says that a row with the same unique value exists already, on either database. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { errcode, code } = error as DatabaseError;
  return (
    errcode === SQLITE_CONSTRAINT_UNIQUE ||
    errcode === SQLITE_CONSTRAINT_PRIMARYKEY ||
    code === POSTGRES_UNIQUE_VIOLATION
  );
}

/** True when the database itself failed, rather than the statement it was given. */
export function isDatabaseFailure(error: unknown): boolean {
  if (error instanceof StorageError) return true;
  if (!(error instanceof Error)) return false;
  const { errcode, code, message } = error as DatabaseError;
  if (errcode !== undefined) return SQLITE_FAILURES.has(errcode & 0xff);
  return code === undefined ? CONNECTION_GONE.test(message) : POSTGRES_FAILURE.test(code);
}

/** `error` as a StorageError, with what was thrown as its cause. */
export function toStorageError(error: unknown): StorageError {
  return error instanceof StorageError ? error : new StorageError('The database could not save', { cause: error });
}
