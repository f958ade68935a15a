export { attemptFields } from './attempt-repository.ts';
export { DeliveryLog } from './delivery-log.ts';
