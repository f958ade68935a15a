import type { Role } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Mail } from '../mail/index.ts';
import type { Publications } from '../publications/index.ts';
import type { Secrets } from '../secrets/index.ts';
import type { Storage, SubscriptionRow, Tx } from '../storage/index.ts';
import { ActiveSubscriptions } from './active-subscriptions.ts';
import { ConnectionService, type ConnectionServiceOptions } from './connection-service.ts';
import { DeliveryLog } from './delivery-log/index.ts';
import { DeliveryRepository } from './delivery-repository.ts';
import { Engine } from './engine.ts';
import { type Listen, listen } from './listen.ts';
import { LiveReceivers } from './live/index.ts';
import { SubscriptionIndex } from './matching/index.ts';
import { OwnerMail } from './owner-mail.ts';
import { Recoveries } from './recovery/index.ts';
import { createSender, type Sender } from './sender.ts';
import { createSubscriptionService, type SubscriptionService } from './service.ts';
import { defaultSettings, type NotificationSettings } from './settings.ts';
import { SubscriptionAnnouncer } from './subscription-announcer.ts';
import { SubscriptionHealth } from './subscription-health.ts';
import { subscriptionRepository } from './subscription-repository.ts';
import { Sweeper } from './sweeper.ts';
import { Connections, createTargetGuard, Deliverer } from './webhook/index.ts';

interface NotificationsOptions {
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly publications: Publications;
  readonly mail: Mail;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly publicUrl: string;
  readonly tokenFor: ConnectionServiceOptions['tokenFor'];
  readonly settings?: Partial<NotificationSettings>;
  /** From 0 to 1; spreads retries. */
  readonly random?: () => number;
}

export interface Notifications {
  readonly service: SubscriptionService;
  readonly connections: ConnectionService;
  readonly log: DeliveryLog;
  readonly recoveries: Recoveries;
  readonly sender: Sender;
  readonly live: LiveReceivers;
  /** The sequence up to which those who listen have got everything. */
  position(): number;
  /** Has the publications of a subscription go to a connection of the caller; undefined: it may not. */
  readonly listen: Listen;
  /** Loads the subscriptions and picks up everything that is pending. */
  start(): Promise<void>;
  /** Says that publications have been committed. */
  wake(): void;
  /** To be called in the transaction that gives a user another role, or removes it (`role` undefined). */
  ownerChanged(tx: Tx, principalId: string, role: Role | undefined): Promise<void>;
  /** Subscriptions that can match, requests that are out, and those who listen on connections. */
  stats(): { subscriptions: number; inFlight: number; listeners: number };
  /** Idempotent. */
  close(): Promise<void>;
}

const LOAD_BATCH = 1_000;

/**
 * The notification engine: subscriptions, matching of committed publications, and delivery by webhook.
 *
 * @throws Error when `settings.allow` holds something else than CIDR ranges
 */
export function createNotifications(options: NotificationsOptions): Notifications {
  const { storage, secrets, publications, mail, clock, ids, log, publicUrl, tokenFor, random = Math.random } = options;
  const settings = { ...defaultSettings, ...options.settings };
  const guard = createTargetGuard(settings.allow);
  const repository = new DeliveryRepository(storage);
  const connections = new Connections(guard, settings.timeoutMs);
  const index = new SubscriptionIndex((subscriptionId) =>
    log.warn({ subscriptionId }, 'publicationFilter needs more steps than it may have'),
  );

  const live = new LiveReceivers(index);
  const announcer = new SubscriptionAnnouncer(publications);
  const health = new SubscriptionHealth({
    storage,
    clock,
    log,
    announcer,
    mail: new OwnerMail(mail),
    warnAfterMs: settings.warnAfterMs,
    onDisable: (subscriptionId) => index.remove(subscriptionId),
  });
  const deliverer = new Deliverer({ storage, repository, connections, clock, log, random, settings, health });
  const engine = new Engine({
    storage,
    repository,
    clock,
    log,
    index,
    live,
    onDeliveries: (stored) => deliverer.offer(stored),
  });
  const active = new ActiveSubscriptions({ secrets, index, deliverer, live });
  const onExpired = (subscriptionId: string) => active.remove(subscriptionId);
  const sweeper = new Sweeper({ storage, repository, announcer, health, clock, log, settings, onExpired });

  const restore = (row: SubscriptionRow, pending: boolean) => {
    try {
      active.add(row, pending);
      return true;
    } catch (error) {
      log.error({ error, subscriptionId: row.subscriptionId }, 'a stored subscription cannot be read');
      return false;
    }
  };

  const load = async () => {
    const pending = new Set(await repository.subscriptionsWithPending());
    let afterId = '';
    for (;;) {
      const rows = await subscriptionRepository.active(storage, clock.now(), afterId, LOAD_BATCH);
      for (const row of rows) {
        if (restore(row, pending.has(row.subscriptionId))) pending.delete(row.subscriptionId);
      }
      if (rows.length < LOAD_BATCH) break;
      afterId = rows.at(-1)!.subscriptionId;
    }
    // Subscriptions that expired or were removed while the process died.
    for (const id of pending) await storage.transaction((tx) => repository.removeOf(tx, id));
  };

  const { service, find } = createSubscriptionService({
    storage,
    secrets,
    clock,
    ids,
    settings,
    guard,
    active,
    announcer,
  });
  const deliveryLog = new DeliveryLog({
    storage,
    repository,
    connections,
    clock,
    ids,
    settings,
    find: async (caller, subscriptionId) => secrets.open('subscriptions', await find(caller, subscriptionId)),
  });
  const onDeliveries = (row: SubscriptionRow) => active.add(row, true);
  const recoveries = new Recoveries({ storage, repository, clock, ids, log, find, onDeliveries });

  const close = async () => {
    deliveryLog.close();
    await recoveries.close();
    await sweeper.close();
    await engine.close();
    await deliverer.close();
    await health.close();
    await connections.close();
  };
  let closing: Promise<void> | undefined;

  return {
    connections: new ConnectionService({ ids, clock, publicUrl, tokenFor, lifetimeMs: settings.connectionLifetimeMs }),
    service,
    log: deliveryLog,
    recoveries,
    live,
    listen: (caller, subscriptionId, receiver) => listen({ storage, clock, live }, caller, subscriptionId, receiver),
    sender: createSender({ guard, connections, clock, settings }),
    async start() {
      await load();
      await engine.start();
      await recoveries.start();
      sweeper.start();
    },
    position: () => engine.position,
    wake: () => engine.wake(),
    ownerChanged: (tx, principalId, role) => active.ownerChanged(tx, principalId, role),
    stats: () => ({ subscriptions: index.size, inFlight: deliverer.inFlight, listeners: live.size }),
    close() {
      closing ??= close();
      return closing;
    },
  };
}
