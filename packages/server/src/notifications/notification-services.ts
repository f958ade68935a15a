import type { ConnectionService } from './connection-service.ts';
import type { DeliveryLog } from './delivery-log/index.ts';
import type { Recoveries } from './recovery/index.ts';
import type { SubscriptionService } from './service.ts';

/** What the routes call. */
export interface NotificationServices {
  readonly service: SubscriptionService;
  readonly log: DeliveryLog;
  readonly recoveries: Recoveries;
  readonly connections: ConnectionService;
}
