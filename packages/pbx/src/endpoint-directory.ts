/** HA1 digests of RFC 7616 section 3.4.2 in lower-case hex. The password itself is never kept. */
export interface EndpointCredentials {
  readonly ha1Md5: string;
  readonly ha1Sha256: string;
}

/** An extension: what the PBX knows of it before any phone registers. The SIP user name is the endpointId. */
export interface DirectoryEntry {
  readonly endpointId: string;
  readonly name: string;
  readonly userId?: string;
  /** Undefined: nobody can register for this extension yet. */
  readonly credentials: EndpointCredentials | undefined;
}

/** The extensions of this PBX. Changes take effect at once. */
export interface EndpointDirectory {
  /** Adds or replaces. Registrations are kept, also when the credentials change: they lapse by themselves. */
  set(entry: DirectoryEntry): void;
  /** Removes the extension, its registrations and its calls. */
  remove(endpointId: string): void;
  get(endpointId: string): DirectoryEntry | undefined;
  list(): DirectoryEntry[];
}
