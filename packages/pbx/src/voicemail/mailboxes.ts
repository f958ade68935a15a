import type { Party } from '../calls/call.ts';

/** In place of a number that an endpoint forwards to: its own mailbox. */
export const VOICEMAIL = 'voicemail';

/** A message that is about to be spoken. */
export interface NewMessage {
  readonly messageId: string;
  /** Where it is recorded; no such file exists yet. */
  readonly file: string;
}

export interface StoredMessage extends NewMessage {
  readonly heard: boolean;
}

/** Where the platform keeps messages. */
export interface Mailboxes {
  /** Remembers the message before it is spoken, so that no crash loses it. Rejects when it cannot be kept. */
  begin(endpointId: string, from: Party): Promise<NewMessage>;
  /** The file is complete; a message that is too short to say anything is dropped. */
  finish(messageId: string, durationMs: number): Promise<void>;
  /** The oldest first, new ones before those that were heard. */
  list(endpointId: string): Promise<readonly StoredMessage[]>;
  markHeard(messageId: string): Promise<void>;
  remove(messageId: string): Promise<void>;
}

export interface MailboxOptions {
  readonly mailboxes: Mailboxes;
  /** A message may last so long. Default 180,000. */
  readonly messageMs?: number;
  /** So much silence ends it. Default 6,000. */
  readonly silenceMs?: number;
}
