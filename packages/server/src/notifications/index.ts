export { MQTT_PATH } from './connection-service.ts';
export { MqttServer } from './mqtt/index.ts';
export { notificationRoutes } from './notification-routes.ts';
export { createNotifications, type Notifications } from './notifications.ts';
export type { Sender } from './sender.ts';
export type { NotificationSettings } from './settings.ts';
export { Streams } from './stream/index.ts';
