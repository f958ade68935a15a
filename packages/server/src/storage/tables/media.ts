export interface MediaTables {
  callRecords: CallRecordRow;
  bindings: BindingRow;
  callIdBlocks: CallIdBlockRow;
}

/** The history of one endpoint's call: its last state, kept after the call is over (contract section 8, item 13). */
export interface CallRecordRow {
  recordId: string;
  accountId: string;
  endpointId: string;
  callId: string;
  userId: string | null;
  siteId: string;
  trackingId: string;
  direction: string;
  state: string;
  cause: string;
  fromNumber: string;
  fromName: string | null;
  toNumber: string;
  toName: string | null;
  deviceId: string | null;
  createdOn: number;
  ringingOn: number | null;
  answeredOn: number | null;
  endedOn: number | null;
  /** Answered, and over. */
  completed: number;
  hidden: number;
}

/** A registered telephone (RFC 3261 section 10.3). */
export interface BindingRow {
  endpointId: string;
  contact: string;
  callId: string;
  cseq: number;
  expiresAt: number;
  userAgent: string;
  /** JSON list, or null when the telephone did not say. */
  allowEvents: string | null;
  transport: string;
  remoteAddress: string;
  remotePort: number;
}

/** Call ids below `next` have been given away for ever. */
export interface CallIdBlockRow {
  name: string;
  next: number;
}
