import type { CallContent } from '@cordboard/contract';
import type { PublicationRow, Storage } from '../../../src/storage/index.ts';

export interface Published extends Omit<PublicationRow, 'sequence' | 'content'> {
  readonly sequence: number;
  readonly content: CallContent;
}

/** What has been announced of calls, in order; of one endpoint or one call when its path is given. */
export async function published({ read }: Storage, path = ''): Promise<Published[]> {
  const rows = await read
    .selectFrom('publications')
    .selectAll()
    .where('topic', '=', 'platform-api-media')
    .orderBy('sequence')
    .execute();
  return rows
    .filter(({ subject }) => `${subject}/`.startsWith(`/2017-09-01/endpoints/${path}/`) || path === '')
    .map((row) => ({ ...row, content: JSON.parse(row.content) }));
}

/** `ringing/newCall` for each change. */
export function story(publications: readonly Published[]): string[] {
  return publications.map(({ content: { state, cause } }) => `${state}/${cause}`);
}
