export interface IdempotencyTables {
  idempotencyKeys: IdempotencyKeyRow;
}

/** The stored answer to a POST that carried an Idempotency-Key. */
export interface IdempotencyKeyRow {
  /** SHA-256 of caller, operation and key. */
  keyHash: string;
  /** SHA-256 of path, query and body. */
  requestHash: string;
  /** Null while the first request is still at work. */
  status: number | null;
  body: string | null;
  createdOn: number;
  expiresOn: number;
}
