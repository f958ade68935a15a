export { openSecrets } from './open-secrets.ts';
export { parseSecretKey } from './secret-key.ts';
export { SecretKeyError } from './secret-key-error.ts';
export type { Secrets } from './secrets.ts';
