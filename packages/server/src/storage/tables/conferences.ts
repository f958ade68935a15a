export interface ConferenceTables {
  conferences: ConferenceRow;
  conferenceParticipants: ParticipantRow;
  attendances: AttendanceRow;
}

export interface ConferenceRow {
  conferenceId: string;
  accountId: string;
  name: string | null;
  /** One for each conference of all accounts: the telephone that asks for it knows no account. */
  accessCode: string;
  type: string;
  lobbyPolicy: string;
  muteOnEntry: number;
  record: number;
  locked: number;
  /** The meeting that is under way. */
  instanceId: string | null;
  startsOn: number | null;
  /** The access code opens nothing afterwards. */
  expiresOn: number | null;
  createdOn: number;
  createdBy: string;
  modifiedOn: number;
  modifiedBy: string;
}

/** A user who was invited or came, or a telephone outside while it takes part. */
export interface ParticipantRow {
  conferenceId: string;
  /** The userId of a user. */
  participantId: string;
  userId: string | null;
  name: string | null;
  number: string | null;
  /** invited, accepted, rejected, active, inactive. */
  state: string;
  /** ringing, lobby, room, hold; null: nowhere in the meeting. */
  place: string | null;
  muted: number;
  onetimeAcceptance: number;
  createdOn: number;
}

/** One stay in a meeting. */
export interface AttendanceRow {
  attendanceId: string;
  accountId: string;
  conferenceId: string;
  instanceId: string;
  participantId: string;
  userId: string | null;
  name: string | null;
  number: string | null;
  joinedOn: number;
  leftOn: number | null;
  /** Why it ended: left, removed, ended, lost, serverStopped. */
  cause: string | null;
}
