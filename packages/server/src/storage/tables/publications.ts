import type { Generated } from 'kysely';

export interface PublicationTables {
  publications: PublicationRow;
}

/** The outbox: what happened, in the order in which it was committed. */
export interface PublicationRow {
  /** Grows in the order of commits; has gaps. */
  sequence: Generated<number>;
  publicationId: string;
  accountId: string;
  topic: string;
  method: string;
  subject: string;
  /** JSON. */
  content: string;
  publisherAccountId: string;
  publisherPrincipalId: string;
  createdOn: number;
}
