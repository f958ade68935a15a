export interface OutcomeTables {
  commandOutcomes: CommandOutcomeRow;
}

/** What became of a command, for the program that wants to be told by a request. The row goes when it was told. */
export interface CommandOutcomeRow {
  outcomeId: string;
  /** Who gave the command. */
  principalId: string;
  endpointId: string;
  successUrl: string | null;
  failureUrl: string | null;
  /** Where the outcome goes; null while it is not known. */
  url: string | null;
  /** JSON; null while it is not known. */
  body: string | null;
  /** Requests that have failed. */
  attempts: number;
  createdOn: number;
}
