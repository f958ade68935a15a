import type { AccountTables } from './tables/accounts.ts';
import type { AuthenticationTables } from './tables/authentication.ts';
import type { ConferenceTables } from './tables/conferences.ts';
import type { FeatureTables } from './tables/features.ts';
import type { IdempotencyTables } from './tables/idempotency.ts';
import type { MailTables } from './tables/mail.ts';
import type { MediaTables } from './tables/media.ts';
import type { NotificationTables } from './tables/notifications.ts';
import type { OutcomeTables } from './tables/outcomes.ts';
import type { PublicationTables } from './tables/publications.ts';
import type { TrunkTables } from './tables/trunks.ts';

/**
 * Every table. A room describes its own in tables/<room>.ts and is added here. Columns carry the wire's names; ids are
 * text, times are integer milliseconds since the epoch (bigint), booleans are 0 and 1, structured values are JSON text.
 */
export interface Database
  extends AccountTables,
    AuthenticationTables,
    PublicationTables,
    NotificationTables,
    IdempotencyTables,
    FeatureTables,
    ConferenceTables,
    MailTables,
    MediaTables,
    OutcomeTables,
    TrunkTables {}
