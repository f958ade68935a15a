import type { StoredPublication } from '../publications/index.ts';

/** A publication on its way to a subscription. */
export interface NewDelivery {
  readonly subscriptionId: string;
  readonly publication: StoredPublication;
  readonly createdOn: number;
}

export interface Delivery extends NewDelivery {
  readonly deliveryId: number;
  /** Attempts made so far. */
  readonly attempts: number;
}
