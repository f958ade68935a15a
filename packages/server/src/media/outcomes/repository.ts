import type { CommandOutcomeRow, Storage, Tx } from '../../storage/index.ts';

export function allOutcomes({ read }: Storage): Promise<CommandOutcomeRow[]> {
  return read.selectFrom('commandOutcomes').selectAll().orderBy('createdOn').orderBy('outcomeId').execute();
}

export async function insertOutcome({ db }: Tx, row: CommandOutcomeRow): Promise<void> {
  await db.insertInto('commandOutcomes').values(row).execute();
}

export type Told = Pick<CommandOutcomeRow, 'url' | 'body' | 'attempts'>;

export async function updateOutcome({ db }: Tx, outcomeId: string, change: Partial<Told>): Promise<void> {
  await db.updateTable('commandOutcomes').set(change).where('outcomeId', '=', outcomeId).execute();
}

export async function deleteOutcome({ db }: Tx, outcomeId: string): Promise<void> {
  await db.deleteFrom('commandOutcomes').where('outcomeId', '=', outcomeId).execute();
}
