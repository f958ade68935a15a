export { openStorage, type StorageOptions } from './open-storage.ts';
export type { Database } from './schema.ts';
export type { PreparedQuery, Storage, Tx } from './storage.ts';
export { isUniqueViolation, StorageError } from './storage-error.ts';
export type { AccountRow, EndpointRow, Role, UserRow } from './tables/accounts.ts';
export type { AuthorizationCodeRow, RefreshTokenRow, SessionRow } from './tables/authentication.ts';
export type { BindingRow, CallRecordRow } from './tables/media.ts';
export type { AttemptRow, DeliveryRow, SubscriptionRow } from './tables/notifications.ts';
export type { PublicationRow } from './tables/publications.ts';
