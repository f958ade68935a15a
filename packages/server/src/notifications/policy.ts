import { BASE_PATH, type Role, type Topic, topics } from '@cordboard/contract';
import { type Json, type JsonObject, member } from './filters/index.ts';

/** Who asks. */
export interface Subscriber {
  readonly accountId: string;
  readonly principalId: string;
  readonly role: Role;
}

/** What the policy looks at in a publication. */
export interface Announced {
  readonly accountId: string;
  readonly topic: string;
  readonly subject: string;
  readonly content: JsonObject;
}

/**
 * Whose affair a publication is: the users who may read its subject through REST although they are no administrators.
 * One row a topic; a topic without a row is for administrators only.
 */
const ownersByTopic: Readonly<Partial<Record<Topic, (publication: Announced) => readonly (Json | undefined)[]>>> = {
  // A user sees the calls of its own endpoint (contract section 4).
  [topics.media]: ({ content }) => [
    member(content, 'principalId'),
    member(content, 'userId'),
    ...listOf(member(content, 'participantIds')),
  ],
  // A user sees their own subscriptions (contract section 6).
  [topics.notifications]: ({ content }) => [member(content, 'principalId')],
  // A user sees itself (contract section 3).
  [topics.admin]: ({ subject }) => [userOf(subject)],
};

/** Several take part in a conference. */
function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The users without an administrator's role who may see the publication, each once. */
export function ownersOf(publication: Announced): readonly string[] {
  const find = Object.hasOwn(ownersByTopic, publication.topic) ? ownersByTopic[publication.topic as Topic] : undefined;
  const owners = new Set<string>();
  for (const owner of find?.(publication) ?? []) if (typeof owner === 'string' && owner !== '') owners.add(owner);
  return [...owners];
}

/** Administrators see everything of the account that they are signed in to; users what is theirs. */
export function seesWholeAccount(role: Role): boolean {
  return role !== 'USER';
}

/** True when `subscriber` may see the publication; `owners` are those of ownersOf, when they are at hand. */
export function maySee(subscriber: Subscriber, publication: Announced, owners = ownersOf(publication)): boolean {
  if (subscriber.accountId !== publication.accountId) return false;
  return seesWholeAccount(subscriber.role) || owners.includes(subscriber.principalId);
}

/** True when `caller` may read and delete a subscription of `owner`. */
export function mayManage(caller: Subscriber, owner: { accountId: string; principalId: string }): boolean {
  if (caller.accountId !== owner.accountId) return false;
  return seesWholeAccount(caller.role) || caller.principalId === owner.principalId;
}

/** `/2017-09-01/accounts/{a}/users/{u}` and `/2017-09-01/users/{u}`, with whatever lies below them. */
const USER_SUBJECT = new RegExp(`^(?:${BASE_PATH})?(?:/accounts/[^/]+)?/users/([^/]+)(?:/|$)`);

function userOf(subject: string): string | undefined {
  return USER_SUBJECT.exec(subject)?.[1];
}
