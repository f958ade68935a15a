import { recordingSubject, topics } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Publications } from '../publications/index.ts';
import type { RecordingRow, Tx } from '../storage/index.ts';
import { recordingContent } from './presenter.ts';

export interface Announcer {
  readonly publications: Publications;
  readonly clock: Clock;
}

/** Appends the publication of a change, in its transaction. `by`: who made it, when not the owner. */
export async function announce(
  { publications, clock }: Announcer,
  tx: Tx,
  method: 'POST' | 'PUT' | 'DELETE',
  row: RecordingRow,
  by = row.userId,
): Promise<void> {
  const { accountId, recordingId } = row;
  await publications.publish(tx, {
    accountId,
    topic: topics.media,
    method,
    subject: recordingSubject(recordingId),
    content: recordingContent(row, clock.now()),
    publisher: { accountId, principalId: by },
  });
}
