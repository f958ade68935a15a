export interface FeatureTables {
  endpointSettings: EndpointSettingsRow;
  ringGroups: RingGroupRow;
  voicemail: VoicemailRow;
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

/** A number that rings several endpoints. */
export interface RingGroupRow {
  ringGroupId: string;
  accountId: string;
  number: string;
  name: string;
  strategy: string;
  /** JSON list of endpoints, in their order. */
  members: string;
  ringSeconds: number;
  overflow: string | null;
  createdOn: number;
  createdBy: string;
  modifiedOn: number;
  modifiedBy: string;
}

/** A message in an endpoint's mailbox; its sound is a file of the same name. */
export interface VoicemailRow {
  messageId: string;
  endpointId: string;
  fromNumber: string;
  fromName: string | null;
  heard: number;
  createdOn: number;
  /** Null while it is being spoken. */
  durationMs: number | null;
}
