export { type Config, ConfigError, loadConfig, settings } from './config.ts';
export { type RunningServer, startServer } from './main.ts';
export { SecretKeyError } from './secrets/index.ts';
export { StorageError } from './storage/index.ts';
