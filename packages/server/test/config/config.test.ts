import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, loadConfig, settings } from '../../src/config.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

type Env = Record<string, string>;

const load = (env: Env = {}) => loadConfig(env, folder);

function problems(env: Env): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('nothing needs to be set', () => {
  expect(load()).toEqual({
    dataDir: join(folder, 'data'),
    http: { host: '127.0.0.1', port: 8_080 },
    publicUrl: 'http://127.0.0.1:8080',
    sip: { host: '127.0.0.1', port: 5_060, publicHost: undefined },
    srtp: 'required',
    rtpPorts: { from: 20_000, to: 20_999 },
    sounds: {},
    databaseUrl: undefined,
    secretKey: undefined,
    admin: undefined,
    webhookAllow: [],
    trunk: undefined,
    trunkDefaultEndpoint: undefined,
    trunkNumbers: {},
    numbering: {},
    finalCallState: 'idle',
    requestsPerSecond: 500,
    callRecordDays: 400,
    recordingDays: 90,
    mail: undefined,
    logLevel: 'info',
  });
});

test.each<[Env, object]>([
  [{ CORDBOARD_DATA_DIR: '/srv/cordboard' }, { dataDir: '/srv/cordboard' }],
  [{ CORDBOARD_HTTP_HOST: 'localhost', CORDBOARD_HTTP_PORT: '0' }, { http: { host: '127.0.0.1', port: 0 } }],
  [{ CORDBOARD_HTTP_HOST: '::1' }, { publicUrl: 'http://[::1]:8080' }],
  [{ CORDBOARD_PUBLIC_URL: 'https://calls.example.com/' }, { publicUrl: 'https://calls.example.com' }],
  [
    { CORDBOARD_SIP_HOST: '0.0.0.0', CORDBOARD_SIP_PUBLIC_HOST: '192.0.2.1' },
    { sip: { host: '0.0.0.0', port: 5_060, publicHost: '192.0.2.1' } },
  ],
  [{ CORDBOARD_RTP_PORTS: '30000 - 30099' }, { rtpPorts: { from: 30_000, to: 30_099 } }],
  [{ CORDBOARD_DATABASE_URL: 'postgres://u:p@db/cordboard' }, { databaseUrl: 'postgres://u:p@db/cordboard' }],
  [
    { CORDBOARD_ADMIN_EMAIL: 'admin@example.com', CORDBOARD_ADMIN_PASSWORD: '0123456789' },
    { admin: { email: 'admin@example.com', password: '0123456789' } },
  ],
  [{ CORDBOARD_WEBHOOK_ALLOW: '127.0.0.0/8, fd00::/8,' }, { webhookAllow: ['127.0.0.0/8', 'fd00::/8'] }],
  [{ CORDBOARD_TRUNK_PEER: 'trunk.example.com:5080' }, { trunk: { host: 'trunk.example.com', port: 5_080 } }],
  [{ CORDBOARD_TRUNK_PEER: '[2001:db8::1]:5060' }, { trunk: { host: '2001:db8::1', port: 5_060 } }],
  [
    { CORDBOARD_TRUNK_NUMBERS: '+16135550199=2880, +16135550198 = 2881' },
    { trunkNumbers: { '+16135550199': '2880', '+16135550198': '2881' } },
  ],
  [{ CORDBOARD_FINAL_CALL_STATE: 'completed' }, { finalCallState: 'completed' }],
  [{ CORDBOARD_RATE_LIMIT: '0' }, { requestsPerSecond: 0 }],
  [
    { CORDBOARD_CALL_RECORD_DAYS: '0', CORDBOARD_RECORDING_DAYS: '30' },
    { callRecordDays: 0, recordingDays: 30 },
  ],
  [
    { CORDBOARD_SMTP_URL: 'smtp://127.0.0.1:25', CORDBOARD_MAIL_FROM: 'calls@example.com' },
    {
      mail: {
        server: { host: '127.0.0.1', port: 25, encryption: 'whenOffered' },
        from: { name: '', address: 'calls@example.com' },
      },
    },
  ],
  [{ CORDBOARD_LOG_LEVEL: ' debug ' }, { logLevel: 'debug' }],
  [{ CORDBOARD_HTTP_PORT: ' ' }, { http: { host: '127.0.0.1', port: 8_080 } }],
])('%j is read', (env, config) => {
  expect(load(env)).toMatchObject(config);
});

test.each<[Env, string]>([
  [{ CORDBOARD_HTTP_HOST: 'calls.example.com' }, 'IP address'],
  [{ CORDBOARD_HTTP_PORT: '65536' }, 'a port from 0 to 65535'],
  [{ CORDBOARD_HTTP_PORT: '80.5' }, 'a whole number'],
  [{ CORDBOARD_SIP_PORT: '-1' }, 'a whole number'],
  [{ CORDBOARD_SIP_HOST: '0.0.0.0' }, 'CORDBOARD_SIP_PUBLIC_HOST'],
  [{ CORDBOARD_PUBLIC_URL: 'ftp://example.com' }, 'a URL such as'],
  [{ CORDBOARD_PUBLIC_URL: 'calls' }, 'a URL such as'],
  [{ CORDBOARD_RTP_PORTS: '20000' }, 'a range of ports'],
  [{ CORDBOARD_RTP_PORTS: '20999-20000' }, 'a range of ports'],
  [{ CORDBOARD_RTP_PORTS: '80-90' }, 'a range of ports'],
  [{ CORDBOARD_RTP_PORTS: '20000-20002' }, 'a range of ports'],
  [{ CORDBOARD_WEBHOOK_ALLOW: '10.0.0.0' }, 'ranges such as'],
  [{ CORDBOARD_WEBHOOK_ALLOW: '10.0.0.0/33' }, 'ranges such as'],
  [{ CORDBOARD_WEBHOOK_ALLOW: 'all' }, 'ranges such as'],
  [{ CORDBOARD_TRUNK_PEER: '192.0.2.1' }, 'host:port'],
  [{ CORDBOARD_TRUNK_PEER: '192.0.2.1:0' }, 'host:port'],
  [{ CORDBOARD_TRUNK_NUMBERS: '+16135550199' }, 'number=extension'],
  [{ CORDBOARD_TRUNK_NUMBERS: 'a=b=c' }, 'number=extension'],
  [{ CORDBOARD_FINAL_CALL_STATE: 'ended' }, 'one of idle, completed'],
  [{ CORDBOARD_RATE_LIMIT: 'none' }, 'a whole number'],
  [{ CORDBOARD_CALL_RECORD_DAYS: 'for ever' }, 'a whole number'],
  [{ CORDBOARD_SMTP_URL: 'mail.example.com', CORDBOARD_MAIL_FROM: 'a@example.com' }, 'smtps://user:password@host:port'],
  [{ CORDBOARD_MAIL_FROM: 'calls', CORDBOARD_SMTP_URL: 'smtp://mail.example.com' }, 'an address such as'],
  [{ CORDBOARD_LOG_LEVEL: 'loud' }, 'one of info, debug'],
  [{ CORDBOARD_CONFIG: 'missing.env' }, 'there is no file'],
  [{ CORDBOARD_HOLD_MUSIC: 'missing.wav' }, 'there is no file'],
])('%j is refused in words', (env, words) => {
  const found = problems(env);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(Object.keys(env)[0]);
  expect(found[0]).toContain(words);
});

test('secrets are not repeated', () => {
  const found = problems({
    CORDBOARD_ADMIN_EMAIL: 'admin@example.com',
    CORDBOARD_ADMIN_PASSWORD: 'sesame',
    CORDBOARD_DATABASE_URL: 'mysql://user:sesame@db/x',
    CORDBOARD_SMTP_URL: 'smpt://user:sesame@mail.example.com',
    CORDBOARD_MAIL_FROM: 'calls@example.com',
  });
  expect(found).toHaveLength(3);
  expect(found.join()).not.toContain('sesame');
});

test('half an administrator is refused', () => {
  expect(problems({ CORDBOARD_ADMIN_EMAIL: 'admin@example.com' }).join()).toContain('CORDBOARD_ADMIN_PASSWORD');
  expect(problems({ CORDBOARD_ADMIN_PASSWORD: '0123456789' }).join()).toContain('CORDBOARD_ADMIN_EMAIL');
});

test('every problem is told at once', () => {
  const found = problems({ CORDBOARD_HTTP_PORT: 'x', CORDBOARD_RTP_PORTS: 'y', CORDBOARD_LOG_LEVEL: 'z' });
  expect(found).toHaveLength(3);
});

test('the file cordboard.env in the working folder is read, and the environment wins', async () => {
  await writeFile(
    join(folder, 'cordboard.env'),
    '# the office\nCORDBOARD_HTTP_PORT=9090\nCORDBOARD_SIP_PORT="5070"\nCORDBOARD_LOG_LEVEL=\n',
  );
  const config = load({ CORDBOARD_HTTP_PORT: '9091' });
  expect(config.http.port).toBe(9_091);
  expect(config.sip.port).toBe(5_070);
  expect(config.logLevel).toBe('info');
});

test('another file can be named, relative to the working folder; a setting that does not exist is told', async () => {
  await writeFile(join(folder, 'cordboard.env'), 'CORDBOARD_SIP_PORT=5071\n');
  await writeFile(join(folder, 'other.env'), 'CORDBOARD_SIP_PORT=5072\n');
  expect(load({ CORDBOARD_CONFIG: 'other.env' }).sip.port).toBe(5_072);
  await writeFile(join(folder, 'other.env'), 'CORDBOARD_SIP_PROT=5072\n');
  expect(problems({ CORDBOARD_CONFIG: 'other.env' })).toEqual([
    `${join(folder, 'other.env')}: there is no setting CORDBOARD_SIP_PROT`,
  ]);
});

test('what is no setting of ours is left alone in the environment', () => {
  expect(Object.keys(settings).every((name) => name.startsWith('CORDBOARD_'))).toBe(true);
  expect(load({ CORDBOARD_TEST_REQUIRE: 'all', PATH: '/bin' }).http.port).toBe(8_080);
});
