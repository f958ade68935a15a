import { afterEach, expect, test } from 'vitest';
import { until } from '../media/support/until.ts';
import { eachStorage } from '../support/storage.ts';
import { mailServer } from './support/mail-server.ts';
import { PostOffice } from './support/post-office.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

eachStorage('The outbox of mails', (open) => {
  const offices: PostOffice[] = [];
  afterEach(async () => {
    for (const office of offices.splice(0)) await office.mail.close();
  });
  const office = async (url?: string) => {
    const made = new PostOffice(await open(), url === undefined ? {} : { url });
    offices.push(made);
    return made;
  };

  test('a mail leaves after the commit, and its row with it', async () => {
    const server = await mailServer();
    const one = await office(`smtp://127.0.0.1:${server.port}`);
    await one.send({ to: { address: 'ada@example.com', name: 'Ada' }, html: '<b>wise</b>', about: 'a thing' });
    const received = await until(() => server.received[0], 'the mail');
    expect(received).toMatchObject({ from: 'calls@example.com', to: ['ada@example.com'], encrypted: false });
    expect(received.raw).toContain(
      'From: Calls <calls@example.com>\r\nTo: Ada <ada@example.com>\r\nSubject: A word\r\n',
    );
    expect(received.raw).toContain('Auto-Submitted: auto-generated\r\n');
    expect(received.raw).toContain('<b>wise</b>');
    await until(async () => (await one.outbox()).length === 0, 'an empty outbox');
    expect(one.told).toEqual(['a thing']);
  });

  test('nothing is sent of a transaction that fails', async () => {
    const server = await mailServer();
    const one = await office(`smtp://127.0.0.1:${server.port}`);
    const letter = { to: { address: 'ada@example.com' }, subject: 'lost', text: '' };
    const failing = one.storage.transaction(async (tx) => {
      await one.mail.send(tx, letter);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await one.send({ subject: 'kept' });
    await until(() => server.received.length === 1, 'the other mail');
    expect(server.received[0]?.raw).toContain('Subject: kept');
    await until(async () => (await one.outbox()).length === 0, 'an empty outbox');
  });

  test('without a server mails wait', async () => {
    const one = await office();
    await one.mail.start();
    await one.send();
    expect(await one.outbox()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    expect(one.mail.warning).toBeUndefined();
  });

  test('a server that is away gets all mails when it is back', async () => {
    const gone = await mailServer();
    await gone.close();
    const one = await office(`smtp://127.0.0.1:${gone.port}`);
    await one.send({ subject: 'first' });
    await until(async () => (await one.outbox())[0]?.attempts === 1, 'an attempt');
    await one.send({ subject: 'second' });
    expect(one.mail.warning).toContain('Mails wait');
    expect((await one.outbox())[0]).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining('ECONNREFUSED'),
    });
    const back = await mailServer({}, gone.port);
    await until(() => {
      one.clock.advance(HOUR_MS);
      return back.received.length === 2;
    }, 'both mails');
    await until(async () => (await one.outbox()).length === 0, 'an empty outbox');
    expect(one.mail.warning).toBeUndefined();
  });

  test('after three days a mail is given up, and kept for thirty', async () => {
    const gone = await mailServer();
    await gone.close();
    const one = await office(`smtp://127.0.0.1:${gone.port}`);
    await one.send();
    await until(async () => (await one.outbox())[0]?.attempts === 1, 'an attempt');
    await until(async () => {
      one.clock.advance(HOUR_MS);
      return (await one.outbox())[0]?.state === 'givenUp';
    }, 'that it is given up');
    const [row] = await one.outbox();
    expect(one.clock.now() - row!.createdOn).toBeGreaterThan(3 * DAY_MS);
    expect(await one.mail.retention.deleteSome(row!.createdOn + 30 * DAY_MS)).toBe(0);
    expect(await one.mail.retention.deleteSome(row!.createdOn + 31 * DAY_MS)).toBe(1);
    expect(await one.outbox()).toEqual([]);
  });

  test('a recipient whom the server does not know holds up nobody', async () => {
    const server = await mailServer({
      onRcptTo({ address }, _session, answer) {
        if (address.startsWith('nobody')) answer(Object.assign(new Error('no such user'), { responseCode: 550 }));
        else if (address.startsWith('later')) answer(Object.assign(new Error('grey'), { responseCode: 451 }));
        else answer();
      },
    });
    const one = await office(`smtp://127.0.0.1:${server.port}`);
    await one.send({ to: { address: 'nobody@example.com' }, subject: 'A' });
    await one.send({ to: { address: 'later@example.com' }, subject: 'B' });
    await one.send();
    await until(() => server.received.length === 1, 'the third');
    await until(async () => (await one.outbox()).every(({ attempts }) => attempts === 1), 'what became of the others');
    const rows = await one.outbox();
    expect(rows.map(({ state }) => state)).toEqual(['givenUp', 'waiting']);
    expect(rows[0]?.lastError).toContain('no such user');
    expect(one.mail.warning).toBeUndefined();
  });
});
