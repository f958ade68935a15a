/** A mail to one person. */
export interface OutgoingMail {
  readonly to: { readonly address: string; readonly name?: string };
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Attachment[];
  /** What `sent` of the room is told when the mail was sent. */
  readonly about?: string;
}

/** Sound or a picture out of the data folder. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  /** Where it lies. One that is gone when the mail is sent is left out. */
  readonly file: string;
}
