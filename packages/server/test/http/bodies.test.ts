import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { expectError } from '../support/expect-error.ts';
import { eachWorld } from '../support/world.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

eachWorld('Bodies that nobody should send', (start) => {
  test('malformed JSON is 400 and says where', async () => {
    const admin = await (await start()).as('admin');
    const answer = await admin.post('/users', '{"email": "x@example.com"');
    expectError(answer, 'invalid_json');
    expect(answer.body.message).toMatch(/position 25/);
    for (const body of ['{', "{'email':'x'}", 'email=x', '\u0000', '{"email":"\u0001"}', '{"a":1}{"b":2}', 'NaN']) {
      expectError(await admin.post('/users', body), 'invalid_json');
    }
  });

  test('keys that reach for the prototype are refused, and reach nothing', async () => {
    const world = await start();
    const admin = await world.as('admin');
    for (const body of [
      '{"email":"x@example.com","__proto__":{"role":"PARTNER_ADMIN"}}',
      '{"email":"x@example.com","\\u005f_proto__":{"role":"PARTNER_ADMIN"}}',
      '{"email":"x@example.com","constructor":{"prototype":{"role":"PARTNER_ADMIN"}}}',
    ]) {
      expectError(await admin.post('/users', body), 'invalid_json');
    }
    const form = 'grant_type=password&username=x&password=y&__proto__[admin]=1&__proto__.admin=1&constructor=1';
    expectError(await world.stranger.post('/token', form, FORM), 'invalid_credentials');
    expect(({} as Record<string, unknown>).role).toBeUndefined();
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  test('a body of 1 MB is 413', async () => {
    const world = await start();
    const admin = await world.as('admin');
    const answer = await admin.post('/users', { email: 'x@example.com', name: 'x'.repeat(1_000_000) });
    expectError(answer, 'body_too_large');
    const form = `grant_type=password&username=x&password=${'x'.repeat(1_000_000)}`;
    expectError(await world.stranger.post('/token', form, FORM), 'body_too_large');
  });

  test('a chunked body is cut where it becomes too large', async () => {
    const world = await start();
    const url = new URL(await world.context.app.listen({ host: '127.0.0.1', port: 0 }));
    const socket = connect(Number(url.port), url.hostname);
    const head = [
      'POST /2017-09-01/token HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    const chunk = 'x'.repeat(0x10000);
    socket.on('error', () => {});
    socket.write(`${head.join('\r\n')}\r\n\r\n${`10000\r\n${chunk}\r\n`.repeat(20)}`);
    // It never ends: only the limit can.
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [\s\S]*"code":"body_too_large"/);
  });

  test('endless nesting is 400', async () => {
    const admin = await (await start()).as('admin');
    const deep = (levels: number) =>
      `{"email":"deep${levels}@example.com","x":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expectError(await admin.post('/users', deep(100_000), { 'idempotency-key': 'deep' }), 'invalid_request');
    expectError(await admin.post('/users', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`), 'invalid_request');
    expect((await admin.post('/users', deep(30))).status).toBe(201);
  });

  test('another Content-Type is 415 and says what to send', async () => {
    const admin = await (await start()).as('admin');
    const body = '{"email":"x@example.com"}';
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'nonsense',
      FORM['content-type'],
    ]) {
      expectError(await admin.post('/users', body, { 'content-type': type }), 'unsupported_media_type');
    }
    const answer = await admin.post('/users', body, FORM);
    expect(answer.body.message).toMatch(/application\/json/);
    const utf8 = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect((await admin.post('/users', body, utf8)).status).toBe(201);
  });
});
