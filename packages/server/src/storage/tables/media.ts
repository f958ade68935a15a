export interface MediaTables {
  callRecords: CallRecordRow;
  callRecordTexts: CallRecordTextRow;
  bindings: BindingRow;
  callIdBlocks: CallIdBlockRow;
  recordings: RecordingRow;
  linkKeys: LinkKeyRow;
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
  /** By its owner, from the own list. */
  hidden: number;
  /** Users who own the endpoints at both ends, as it was then. */
  fromPrincipalId: string | null;
  toPrincipalId: string | null;
  /** It rang here, nobody answered, and it was not moved on. */
  missed: number;
  /** Numbers and names of both parties, lower case. */
  searchText: string;
  /** On SQLite: its key in the index of texts; null until it is there. */
  searchId?: number | null;
  lossPercent: number | null;
  jitterMs: number | null;
  mos: number | null;
}

/** On SQLite: pieces of the texts of calls that are over. Gives back none of them. */
export interface CallRecordTextRow {
  rowid: number;
  searchText: string;
}

/** A recorded call. Its sound is a file; the row goes last, so that no file is left without one. */
export interface RecordingRow {
  recordingId: string;
  accountId: string;
  userId: string;
  endpointId: string;
  /** The call of the endpoint at which it began. */
  callId: string;
  /** JSON list of every call that it heard. */
  callIds: string;
  trackingId: string;
  /** recording, paused, ended, failed. */
  state: string;
  cause: string | null;
  startedOn: number;
  endedOn: number | null;
  durationMs: number;
  bytes: number;
  /** Below the folder of recordings. */
  file: string;
  label: string | null;
  /** JSON object of texts. */
  tags: string;
  /** Asked to go: seen by nobody, its file is removed and then the row. */
  deletedOn: number | null;
}

/** A secret that signs links. */
export interface LinkKeyRow {
  name: string;
  /** base64url. Sealed. */
  secret: string;
  createdOn: number;
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
  /** JSON list of the proxies on the way to it, the nearest first (RFC 3327); null when there are none. */
  path: string | null;
  /** The telephone and its way to us (RFC 5626), when it names them. */
  instance: string | null;
  regId: number | null;
  transport: string;
  remoteAddress: string;
  remotePort: number;
}

/** Call ids below `next` have been given away for ever. */
export interface CallIdBlockRow {
  name: string;
  next: number;
}
