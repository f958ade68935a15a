import type { Kysely } from 'kysely';

/** One step of the schema. Runs once, in a transaction of its own, on both databases; never changed after a release. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  up(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void>;
}
