import type { Subscription } from '../../../packages/server/src/notifications/matching/index.ts';

export const ACCOUNT = '2f1e9f6e-0c5b-4b58-9c5a-2f3e4d5c6b7a';
export const MEDIA = 'platform-api-media';

/** Endpoints that somebody subscribes to have six digits and begin with 1 to 5; publications are of others. */
const FIRST = 100_000;
const LAST = 599_999;

/** What people subscribe to, and how often in a hundred. */
const KINDS: readonly { readonly share: number; readonly filters: (endpoint: string) => Filters }[] = [
  { share: 40, filters: (endpoint) => ({ subjectFilter: `/2017-09-01/endpoints/${endpoint}` }) },
  { share: 20, filters: (endpoint) => ({ subjectFilter: `^/2017-09-01/endpoints/${endpoint}/calls/[0-9]+$` }) },
  { share: 15, filters: (endpoint) => ({ ...range(endpoint), publicationFilter: stateIs('ringing') }) },
  { share: 10, filters: (endpoint) => ({ ...range(endpoint), publicationFilter: either('connected', 'idle') }) },
  { share: 10, filters: (endpoint) => ({ subjectFilter: '.*', publicationFilter: about(endpoint) }) },
  { share: 5, filters: () => ({ subjectFilter: '.*', role: 'USER' }) },
];

type Filters = Pick<Subscription, 'subjectFilter'> & Partial<Pick<Subscription, 'publicationFilter' | 'role'>>;

/** The tutorial's range: ten endpoints by one character class. */
function range(endpoint: string): Filters {
  return { subjectFilter: `/2017-09-01/endpoints/${endpoint.slice(0, -1)}[0-9]` };
}

function stateIs(state: string): string {
  return `$.publications[?(@.content.state == '${state}')]`;
}

function either(one: string, other: string): string {
  return `$.publications[?(@.content.state == '${one}' || @.content.state == '${other}')]`;
}

function about(endpoint: string): string {
  return `$.publications[?(@.content.endpointId == '${endpoint}' && @.content.direction == 'inbound')]`;
}

/** Subscriptions of one account to one topic, none of which is about a publication of `silentPublications`. */
export function silentSubscriptions(count: number): Subscription[] {
  const kinds = KINDS.flatMap(({ share, filters }) => Array.from({ length: share }, () => filters));
  return Array.from({ length: count }, (_, index) => {
    // Steps through the endpoints and the kinds so that every count has the same mix.
    const endpoint = String(FIRST + ((index * 7_919) % (LAST - FIRST + 1)));
    const filters = kinds[(index * 37) % kinds.length]?.(endpoint) as Filters;
    return {
      subscriptionId: `subscription-${index}`,
      accountId: ACCOUNT,
      principalId: `user-${index}`,
      role: 'ACCOUNT_ADMIN',
      topic: MEDIA,
      methodFilter: undefined,
      publicationFilter: undefined,
      expiresOn: Number.POSITIVE_INFINITY,
      startSequence: 0,
      ...filters,
    };
  });
}
