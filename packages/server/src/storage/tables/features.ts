export interface FeatureTables {
  endpointSettings: EndpointSettingsRow;
}

/** What an endpoint is set to; one that was never set has no row. */
export interface EndpointSettingsRow {
  endpointId: string;
  /** Do not disturb. */
  dnd: number;
  messageWaiting: number;
  /** The mobile number that takes the calls; null: the telephones do. */
  pstnRouting: string | null;
  userAvailability: string;
  /** JSON of the contract's rules. */
  forwarding: string;
}
