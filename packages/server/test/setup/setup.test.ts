import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type RunningServer, startServer } from '../../src/index.ts';
import { rtpRange } from '../support/rtp-range.ts';
import { eachPlace, type Place } from '../support/storage.ts';

const PASSWORD = 'correct horse';

let server: RunningServer | undefined;

afterEach(() => server?.close());

async function start({ dataDir, databaseUrl }: Place, env: Record<string, string> = {}): Promise<RunningServer> {
  const { from, to } = await rtpRange();
  const config = loadConfig(
    {
      CORDBOARD_DATA_DIR: dataDir,
      ...(databaseUrl === undefined ? {} : { CORDBOARD_DATABASE_URL: databaseUrl }),
      CORDBOARD_HTTP_PORT: '0',
      CORDBOARD_SIP_PORT: '0',
      CORDBOARD_RTP_PORTS: `${from}-${to}`,
      CORDBOARD_LOG_LEVEL: 'silent',
      ...env,
    },
    dataDir,
  );
  server = await startServer(config, { version: '1.2.3' });
  return server;
}

interface Page {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const page = async (url: string, init?: RequestInit): Promise<Page> => {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

const send = (url: string, fields: Record<string, string>) =>
  page(url, { method: 'POST', body: new URLSearchParams(fields) });

const form = (link: string, fields: Record<string, string> = {}) => ({
  code: new URL(link).searchParams.get('code') as string,
  company: 'Example Ltd',
  email: 'ada@example.com',
  password: PASSWORD,
  ...fields,
});

async function signIn({ url }: RunningServer, username = 'ada@example.com') {
  const body = new URLSearchParams({ grant_type: 'password', username, password: PASSWORD });
  const { status, text } = await page(`${url}/2017-09-01/token`, { method: 'POST', body });
  const headers = { authorization: `Bearer ${JSON.parse(text).access_token}` };
  return {
    status,
    get: async (path: string) => JSON.parse((await page(`${url}/2017-09-01${path}`, { headers })).text),
  };
}

eachPlace('The first start', (makePlace) => {
  test('gives a link to a form; what is sent makes the account and its administrator, once', async () => {
    const place = await makePlace();
    const first = await start(place);
    const link = first.setupLink as string;
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+\/setup\?code=[\w-]{24}$/);

    const shown = await page(link);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');

    const done = await send(`${first.url}/setup`, form(link));
    expect(done.status).toBe(201);
    expect(done.text).toContain('ada@example.com');
    expect(done.text).toContain(`${first.url}/2017-09-01/token`);

    const { status, get } = await signIn(first);
    expect(status).toBe(200);
    const claims = await get('/token');
    expect(claims).toMatchObject({ role: 'ACCOUNT_ADMIN' });
    expect(await get(`/accounts/${claims.accountId}`)).toMatchObject({ name: 'Example Ltd' });

    for (const again of [await page(link), await send(`${first.url}/setup`, form(link, { email: 'eve@example.com' }))])
      expect([again.status, again.text]).toEqual([404, expect.stringContaining('Nothing to set up')]);

    await first.close();
    const second = await start(place);
    expect(second.setupLink).toBeUndefined();
    expect((await page(`${second.url}/setup`)).status).toBe(404);
    expect((await signIn(second)).status).toBe(200);
  });

  test('a wrong code shows and makes nothing', async () => {
    const { url, setupLink } = await start(await makePlace());
    for (const code of ['', 'x', `${form(setupLink as string).code}x`, 'A'.repeat(24)]) {
      expect((await page(`${url}/setup?code=${code}`)).status).toBe(404);
      expect((await send(`${url}/setup`, form(setupLink as string, { code }))).status).toBe(404);
    }
    expect((await page(`${url}/setup`)).status).toBe(404);
    expect((await page(`${url}/setup`, { method: 'POST' })).status).toBe(404);
    expect((await page(setupLink as string)).status).toBe(200);
  });

  test('what is wrong with the form is said on it, and what was written stays, harmless', async () => {
    const { url, setupLink } = await start(await makePlace());
    const link = setupLink as string;
    const company = '"><script>alert(1)</script>';
    for (const [fields, words] of [
      [{ password: 'short' }, 'at least 10 characters'],
      [{ email: 'nobody' }, 'e-mail'],
    ] as const) {
      const answer = await send(`${url}/setup`, form(link, { company, ...fields }));
      expect(answer.status).toBe(400);
      expect(answer.text).toContain(words);
      expect(answer.text).toContain('&#60;script&#62;');
      expect(answer.text).not.toContain('<script>');
      expect(answer.text).not.toContain('short');
    }
    expect((await send(`${url}/setup`, form(link))).status).toBe(201);
  });

  test('of clicks at once one wins', async () => {
    const running = await start(await makePlace());
    const link = running.setupLink as string;
    const emails = ['ada@example.com', 'ben@example.com', 'cleo@example.com'];
    const answers = await Promise.all(emails.map((email) => send(`${running.url}/setup`, form(link, { email }))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 404, 404]);
    const winner = emails[answers.findIndex(({ status }) => status === 201)] as string;
    expect((await signIn(running, winner)).status).toBe(200);
  });

  test('with an administrator in the settings there is no form; a later start changes nobody', async () => {
    const place = await makePlace();
    const first = await start(place, { CORDBOARD_ADMIN_EMAIL: 'ada@example.com', CORDBOARD_ADMIN_PASSWORD: PASSWORD });
    expect(first.setupLink).toBeUndefined();
    expect((await page(`${first.url}/setup`)).status).toBe(404);
    const claims = await (await signIn(first)).get('/token');
    expect(claims.accountId).toMatch(/^[0-9a-f-]{36}$/);
    await first.close();

    const second = await start(place, {
      CORDBOARD_ADMIN_EMAIL: 'eve@example.com',
      CORDBOARD_ADMIN_PASSWORD: 'another password',
    });
    expect(await (await signIn(second)).get('/token')).toMatchObject({ accountId: claims.accountId });
    expect((await signIn(second, 'eve@example.com')).status).toBe(401);
  });
});
