export { openStorage } from './open-storage.ts';
export type { PreparedRead, PreparedWrite, Storage, Tx } from './storage.ts';
export { isUniqueViolation, StorageError } from './storage-error.ts';
export type { AccountRow, EndpointRow, UserRow } from './tables/accounts.ts';
export type { AuthorizationCodeRow, RefreshTokenRow, SessionRow, SigningKeyRow } from './tables/authentication.ts';
export type { EndpointSettingsRow, RingGroupRow } from './tables/features.ts';
export type { CallRecordRow, RecordingRow } from './tables/media.ts';
export type { AttemptRow, DeliveryRow, SubscriptionRow } from './tables/notifications.ts';
export type { PublicationRow } from './tables/publications.ts';
