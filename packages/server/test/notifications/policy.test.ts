import { topics } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { mayManage, maySee } from '../../src/notifications/policy.ts';

const user = { accountId: 'a-1', principalId: 'u-1', role: 'USER' } as const;
const admin = { accountId: 'a-1', principalId: 'u-9', role: 'ACCOUNT_ADMIN' } as const;
const partner = { accountId: 'a-1', principalId: 'u-9', role: 'PARTNER_ADMIN' } as const;
const elsewhere = { accountId: 'a-2', principalId: 'u-1', role: 'ACCOUNT_ADMIN' } as const;

const call = { topic: topics.media, subject: '/2017-09-01/endpoints/2880/calls/23' };
const userSubject = (id: string) => ({
  topic: topics.admin,
  subject: `/2017-09-01/accounts/a-1/users/${id}`,
  content: {},
});

/** [what, publication, whether the user u-1 sees it]; administrators of the account see all, those of others nothing. */
const rows = [
  ['a call of its own', { ...call, content: { principalId: 'u-1' } }, true],
  ['a call that is its own by userId', { ...call, content: { userId: 'u-1' } }, true],
  ["somebody else's call", { ...call, content: { principalId: 'u-2', userId: 'u-2', from: 'u-1' } }, false],
  ['a call of nobody', { ...call, content: {} }, false],
  ['a call whose owner is no text', { ...call, content: { principalId: ['u-1'] } }, false],
  ['itself', userSubject('u-1'), true],
  ['what lies below itself', userSubject('u-1/tags/x'), true],
  ['itself on the short path', { ...userSubject(''), subject: '/2017-09-01/users/u-1' }, true],
  ['another user', userSubject('u-2'), false],
  ['a user whose id begins like its own', userSubject('u-10'), false],
  ['another user with its id in the content', { ...userSubject('u-2'), content: { userId: 'u-1' } }, false],
  ['the account', { topic: topics.admin, subject: '/2017-09-01/accounts/a-1', content: {} }, false],
  [
    'a conversation',
    { topic: topics.conversations, subject: '/2017-09-01/conversations/c', content: { userId: 'u-1' } },
    false,
  ],
  ['an unknown topic', { topic: 'constructor', subject: '/x', content: { userId: 'u-1' } }, false],
] as const;

test.each(rows)('a user and %s', (_what, publication, expected) => {
  const announced = { accountId: 'a-1', ...publication, content: JSON.parse(JSON.stringify(publication.content)) };
  expect(maySee(user, announced)).toBe(expected);
  expect(maySee(admin, announced)).toBe(true);
  expect(maySee(partner, announced)).toBe(true);
  expect(maySee(elsewhere, announced)).toBe(false);
});

test('subscriptions are managed by their owner and the administrators of the account', () => {
  expect(mayManage(user, user)).toBe(true);
  expect(mayManage(user, admin)).toBe(false);
  expect(mayManage(admin, user)).toBe(true);
  expect(mayManage(elsewhere, user)).toBe(false);
});
