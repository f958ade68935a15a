export interface TrunkTables {
  trunks: TrunkRow;
  inboundNumbers: InboundNumberRow;
  outboundRules: OutboundRulesRow;
}

interface Audited {
  createdOn: number;
  createdBy: string;
  modifiedOn: number;
  modifiedBy: string;
}

/** A way to the telephone network. */
export interface TrunkRow extends Audited {
  trunkId: string;
  name: string;
  host: string;
  port: number | null;
  transport: 'udp' | 'tcp' | 'tls';
  mode: 'static' | 'registering';
  username: string | null;
  /** Sealed, and no hash: whoever challenges us chooses the realm. */
  password: string | null;
  inboundUsername: string | null;
  inboundHa1Md5: string | null;
  inboundHa1Sha256: string | null;
  trusted: number;
  maxCalls: number | null;
  callerId: 'endpoint' | 'account' | 'trunk' | 'anonymous';
  callerNumber: string | null;
  numberFormat: 'e164' | 'e164WithoutPlus' | 'national' | 'dialled';
  enabled: number;
}

/** One of our numbers in the telephone network. */
export interface InboundNumberRow extends Audited {
  numberId: string;
  /** In the form in which the PBX finds it: E.164 where it could be read. */
  number: string;
  destination: string | null;
  /** Account whose callers show it when they have none of their own. */
  mainOf: string | null;
  location: string | null;
}

/** The one document of the outbound rules. */
export interface OutboundRulesRow {
  name: string;
  /** JSON list. */
  rules: string;
  /** JSON list. */
  emergencyTrunkIds: string;
  defaultDestination: string | null;
  modifiedOn: number;
  modifiedBy: string;
}
