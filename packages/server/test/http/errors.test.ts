import { expect, test } from 'vitest';
import { accountIds, userIds } from '../support/cast.ts';
import { expectError } from '../support/expect-error.ts';
import { eachWorld, homeUsers } from '../support/world.ts';

eachWorld('Errors', (start) => {
  test('an unknown path is 404', async () => {
    const admin = await (await start()).as('admin');
    for (const path of ['/', '/2017-09-01', '/2016-01-01/users', '/2017-09-01/USERS', '//2017-09-01/users', '/setup']) {
      const answer = await admin.outside('GET', path);
      expectError(answer, 'unknown_route');
      expect(answer.body.message).toContain(path);
    }
  });

  test('a known path with another method is 405 and names those it takes', async () => {
    const admin = await (await start()).as('admin');
    for (const [path, allow] of [
      ['/users', ['GET', 'POST']],
      ['/users/', ['GET', 'POST']],
      [`/users/${userIds.ada}`, ['DELETE', 'GET', 'PUT']],
      ['/endpoints/2880/credentials', ['POST']],
    ] as const) {
      const answer = await admin.send('PATCH', path, {});
      expectError(answer, 'method_not_allowed');
      expect(answer.headers.allow?.split(', ').toSorted()).toEqual(allow);
    }
  });

  test('a path that cannot be decoded, or is too long, is 400', async () => {
    const admin = await (await start()).as('admin');
    expectError(await admin.outside('GET', '/%zz'), 'invalid_request');
    expectError(await admin.get('/users/%E0%A4%A'), 'invalid_request');
    expectError(await admin.get(`/users/${'x'.repeat(300)}`), 'invalid_request', 'userId');
    expectError(await admin.get(`/users/${'x'.repeat(3_000)}`), 'invalid_request');
    expectError(await admin.get('/users/a%00b'), 'invalid_request', 'userId');
  });

  test('a wrong field is named, with what it takes', async () => {
    const admin = await (await start()).as('admin');
    for (const [body, param, words] of [
      [{}, 'email', /missing/],
      [{ email: 7 }, 'email', /string/],
      [{ email: ['a@example.com'] }, 'email', /string/],
      [{ email: 'no address' }, 'email', /e-mail/],
      [{ email: 'x@example.com', role: 'KING' }, 'role', /USER, ACCOUNT_ADMIN, PARTNER_ADMIN/],
      [{ email: 'x@example.com', extension: '12a' }, 'extension', /./],
      [{ email: 'x@example.com', languageCode: 'english!' }, 'languageCode', /pattern/],
      [{ email: 'x@example.com', name: { first: 'X' } }, 'name', /./],
      [{ email: 'x@example.com', name: 'a\0b' }, 'name', /NUL/],
    ] as const) {
      const answer = await admin.post(homeUsers, body);
      expectError(answer, 'invalid_request', param);
      expect(answer.body.message).toMatch(words);
    }
    const nested = await admin.put(`/accounts/${accountIds.home}`, { policy: { allowGuestAccess: 'yes' } });
    expectError(nested, 'invalid_request', 'policy.allowGuestAccess');
  });

  test('a body of another shape is 400', async () => {
    const admin = await (await start()).as('admin');
    for (const body of ['[]', '"text"', '7', 'true']) {
      const answer = await admin.post('/users', body);
      expectError(answer, 'invalid_request', 'body');
      expect(answer.body.message).toMatch(/object/);
    }
    expectError(await admin.post('/users', 'null'), 'invalid_request', 'email');
    expectError(await admin.post('/users'), 'invalid_request', 'email');
  });

  test('an OData option that cannot be read is named', async () => {
    const admin = await (await start()).as('admin');
    for (const [query, param] of [
      ['$filter=name%20eq', '$filter'],
      ['$top=many', '$top'],
      ['$top=1&$top=2', '$top'],
      ['$orderby=passwordHash', '$orderby'],
      ['$skiptoken=mine', '$skiptoken'],
      ['$expand=role', '$expand'],
      ['$search=a%00b', '$search'],
    ] as const) {
      expectError(await admin.get(`/users?${query}`), 'invalid_filter', param);
    }
  });
});
