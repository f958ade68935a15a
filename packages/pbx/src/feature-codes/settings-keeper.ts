/** Where the settings of endpoints are kept when they are changed at a telephone. Each rejects when it cannot be. */
export interface SettingsKeeper {
  setDnd(endpointId: string, on: boolean): Promise<void>;
  /** Where all calls go; undefined: nowhere else. */
  setForwarding(endpointId: string, destination: string | undefined): Promise<void>;
  /** Number of the last caller; undefined when nobody called, or did not want to be known. */
  lastCaller(endpointId: string): Promise<string | undefined>;
}
