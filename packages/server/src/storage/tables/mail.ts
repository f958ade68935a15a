export interface MailTables {
  mails: MailRow;
  mailboxes: MailboxRow;
}

/** A mail that has not been sent; one that was has no row. */
export interface MailRow {
  mailId: string;
  /** `waiting`, or `givenUp`: it is not tried again, and kept for some time to be looked at. */
  state: string;
  toAddress: string;
  toName: string | null;
  subject: string;
  text: string;
  html: string | null;
  /** JSON list of { filename, contentType, file }; files are relative to the data folder. */
  attachments: string;
  /** What the room that wrote it wants to be told of when it was sent. */
  about: string | null;
  createdOn: number;
  /** When it is tried next. */
  dueOn: number;
  attempts: number;
  lastError: string | null;
}

/** What a mailbox does with new messages; one that was never set has no row. */
export interface MailboxRow {
  endpointId: string;
  mail: number;
  attach: number;
  deleteAfterSending: number;
}
