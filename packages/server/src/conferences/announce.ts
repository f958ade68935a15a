import { conferenceSubject, participantSubject, topics } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { Publications } from '../publications/index.ts';
import type { ConferenceRow, ParticipantRow, Tx } from '../storage/index.ts';
import { participantsOf } from './participant-repository.ts';
import { conferenceEvent, presentParticipant, userIdsOf } from './presenter.ts';

export interface Announcer {
  readonly publications: Publications;
  readonly clock: Clock;
}

type Method = 'POST' | 'PUT' | 'DELETE';

/** Appends the publication of a conference's change, in its transaction. `by`: who made it, when not the owner. */
export async function announceConference(
  { publications, clock }: Announcer,
  tx: Tx,
  method: Method,
  row: ConferenceRow,
  by = row.createdBy,
): Promise<void> {
  const { accountId, conferenceId } = row;
  const participants = await participantsOf(tx.db, [conferenceId]);
  await publications.publish(tx, {
    accountId,
    topic: topics.media,
    method,
    subject: conferenceSubject(conferenceId),
    content: conferenceEvent({ row, participants }, clock.now()),
    publisher: { accountId, principalId: by },
  });
}

/** The same for a participant, also for one that is gone. */
export async function announceParticipant(
  { publications, clock }: Announcer,
  tx: Tx,
  method: Method,
  { accountId, conferenceId, createdBy }: ConferenceRow,
  participant: ParticipantRow,
  by = createdBy,
): Promise<void> {
  const present = userIdsOf(await participantsOf(tx.db, [conferenceId]));
  await publications.publish(tx, {
    accountId,
    topic: topics.media,
    method,
    subject: participantSubject(conferenceId, participant.participantId),
    content: {
      ...presentParticipant(participant),
      conferenceId,
      accountId,
      principalId: createdBy,
      participantIds: [...new Set([...present, ...userIdsOf([participant])])],
      timestamp: clock.now(),
      eventType: 'ConferenceParticipantNotification',
    },
    publisher: { accountId, principalId: by },
  });
}
