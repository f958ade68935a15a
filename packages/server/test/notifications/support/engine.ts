import { type Clock, systemClock } from '../../../src/clock.ts';
import { createIds } from '../../../src/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { Mail } from '../../../src/mail/index.ts';
import { createNotifications, type NotificationSettings } from '../../../src/notifications/index.ts';
import { createPublications } from '../../../src/publications/index.ts';
import type { Storage } from '../../../src/storage/index.ts';
import { testSecrets } from '../../support/secrets.ts';

/** Publications and notifications over one storage, to receivers on loopback. Without a mail server, mails stay in the outbox. */
export function createEngine(
  storage: Storage,
  {
    clock = systemClock,
    random = Math.random,
    ...settings
  }: Partial<NotificationSettings> & { clock?: Clock; random?: () => number } = {},
) {
  const base = { storage, secrets: testSecrets, clock, ids: createIds(clock), log: silentLog };
  const publications = createPublications(base);
  const mail = new Mail({ ...base, dataDir: '', sent: async () => {} });
  const notifications = createNotifications({
    ...base,
    publications,
    mail,
    publicUrl: 'http://127.0.0.1',
    tokenFor: async () => 'token',
    random,
    settings: { allow: ['127.0.0.0/8'], ...settings },
  });
  publications.onPublished(() => notifications.wake());
  return { publications, notifications };
}

/** A schedule that tries again and again. */
export function retryEvery(ms: number): number[] {
  return new Array(1_000).fill(ms);
}
