import type { MatchedPublication } from '../../../packages/server/src/notifications/matching/index.ts';
import { ACCOUNT, MEDIA } from './silent-subscriptions.ts';

const STATES = ['ringing', 'connected', 'held', 'idle'];

/** Call events of endpoints that nobody subscribes to, as the media service publishes them. */
export function silentPublications(count: number): MatchedPublication[] {
  return Array.from({ length: count }, (_, index) => {
    const endpoint = String(900_000 + index);
    const userId = `caller-${index}`;
    const subject = `/2017-09-01/endpoints/${endpoint}/calls/${index}`;
    return {
      sequence: index + 1,
      publicationId: `publication-${index}`,
      accountId: ACCOUNT,
      topic: MEDIA,
      method: 'PUT',
      subject,
      publisher: { accountId: ACCOUNT, principalId: userId },
      content: {
        callId: `endpoints/${endpoint}/calls/${index}`,
        endpointId: endpoint,
        state: STATES[index % STATES.length] as string,
        cause: 'newCall',
        direction: index % 2 === 0 ? 'inbound' : 'outbound',
        from: '+16135550100',
        to: endpoint,
        accountId: ACCOUNT,
        principalId: userId,
        userId,
        isCtiEvent: true,
        eventType: 'CallStateNotification',
        _links: { self: subject },
      },
    };
  });
}
