/** The secrets of the database cannot be read; the words name what is missing and the fix. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
}
