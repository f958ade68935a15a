import { accounts } from './0001-accounts.ts';
import { authentication } from './0002-authentication.ts';
import { publications } from './0003-publications.ts';
import { notifications } from './0004-notifications.ts';
import { media } from './0005-media.ts';
import { idempotency } from './0006-idempotency.ts';
import { history } from './0007-history.ts';
import { trunks } from './0008-trunks.ts';
import { features } from './0009-features.ts';
import { conferences } from './0010-conferences.ts';
import { mail } from './0012-mail.ts';
import { commandOutcomes } from './0013-command-outcomes.ts';
import { historySearch } from './0014-history-search.ts';
import { webhookHealth } from './0017-webhook-health.ts';
import { registrationPaths } from './0018-registration-paths.ts';
import { deliveryLog } from './0022-delivery-log.ts';
import type { Migration } from './migration.ts';

/** In ascending order of number. A room adds its own file and a line here. */
export const migrations: readonly Migration[] = [
  accounts,
  authentication,
  publications,
  notifications,
  media,
  idempotency,
  history,
  trunks,
  features,
  conferences,
  mail,
  commandOutcomes,
  historySearch,
  webhookHealth,
  registrationPaths,
  deliveryLog,
];
