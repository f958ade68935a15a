/** Every path begins with it (contract section 1). */
export const BASE_PATH = '/2017-09-01';

/** Topics of the notification engine (contract section 6). */
export const topics = {
  media: 'platform-api-media',
  conversations: 'platform-api-conversations',
  presence: 'platform-api-presence',
  admin: 'platform-api-admin',
  /** Of ours: what becomes of subscriptions. */
  notifications: 'platform-api-notifications',
} as const;

export type Topic = (typeof topics)[keyof typeof topics];
