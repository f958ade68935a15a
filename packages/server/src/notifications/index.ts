export { NotificationError } from './notification-error.ts';
export { createNotifications, type Notifications, type NotificationsOptions } from './notifications.ts';
export type { PresentedSubscription } from './presenter.ts';
export type { SubscriptionPage, SubscriptionService } from './service.ts';
export type { NotificationSettings } from './settings.ts';
