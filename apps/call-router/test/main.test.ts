import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readSettings, SettingsError } from '../src/index.ts';
import { rulesFileWith, rulesText, startPlatform } from './support/router.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

/** The program as an operator runs it. */
function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      output[name] += chunk.toString();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, output, ended };
}

test('runs, routes a call, and removes its subscription at SIGTERM', async () => {
  const platform = await startPlatform();
  const rules = await rulesFileWith(rulesText);
  const { child, output, ended } = run(['--rules', rules, '--listen', '127.0.0.1:0', '--trace'], {
    CORDBOARD_URL: platform.url,
    CORDBOARD_USERNAME: 'admin@example.com',
    CORDBOARD_PASSWORD: 'right',
  });
  await vi.waitFor(() => expect(output.stdout).toContain('ready: 3 rules for 2880; webhooks at http'), 10_000);
  expect(await platform.deliver({})).toBe(200);
  await vi.waitFor(() => expect(output.stdout).toMatch(/^\S+Z call 2880\/23 .* Ottawa -> 2881 \| redirected$/m));
  expect(output.stdout).toMatch(/Z PUT \S+\/calls\/23 \{"action":"redirect","destination":"2881"\} -> 200/);
  expect(output.stdout).not.toContain('"right"');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(output.stdout).toContain('ended by SIGTERM');
  expect(platform.subscriptions.size).toBe(0);
  expect(output.stderr).toBe('');
});

test('explains, without a platform', async () => {
  const rules = await rulesFileWith(rulesText);
  const { output, ended } = run(['--rules', rules, '--explain', '+1 613 555 0100', '--at', '2026-11-24T20:00']);
  expect(await ended).toBe(0);
  expect(output.stdout).toContain('-> Ottawa   yes:      area code 613 (2881)\n');
});

test('says what is wrong with the rules, and ends with 1', async () => {
  const rules = await rulesFileWith('endpoints: [2880]');
  const { output, ended } = run(['--rules', rules, '--check']);
  expect(await ended).toBe(1);
  expect(output.stderr).toBe(`${rules}:1:1: needs \`country\`: whose area codes these are, such as CA\n`);
});

const env = { CORDBOARD_USERNAME: 'ada', CORDBOARD_PASSWORD: 'secret' };

test('settings come from the environment, and flags win', async () => {
  const passwordFile = await rulesFileWith('');
  await writeFile(passwordFile, 'from file\n');
  expect(readSettings(['--rules', 'r.yaml'], env)).toEqual({
    kind: 'run',
    options: {
      url: 'http://127.0.0.1:8080',
      username: 'ada',
      password: 'secret',
      rulesFile: 'r.yaml',
      listen: { host: '127.0.0.1', port: 8090 },
      publicUrl: undefined,
      accountId: undefined,
    },
  });
  const args = ['--rules', 'r', '--url', 'https://a', '--username', 'bob', '--password-file', passwordFile];
  const more = ['--listen', '[::]:9', '--public-url', 'https://b/x', '--account', 'acc'];
  expect(readSettings([...args, ...more], { ...env, CORDBOARD_URL: 'http://no', ROUTER_LISTEN: 'no:1' })).toMatchObject(
    {
      options: {
        url: 'https://a',
        username: 'bob',
        password: 'from file',
        listen: { host: '::', port: 9 },
        publicUrl: 'https://b/x',
        accountId: 'acc',
      },
    },
  );
});

test.each([
  [[], '--rules <file> is needed'],
  [['--rules', 'r', '--at', '2026-11-24T20:00'], '--at goes with --explain'],
  [['--rules', 'r', '--colour'], "Unknown option '--colour'"],
  [['--rules', 'r', '--listen', '8090'], '--listen takes host:port, not "8090"'],
  [['--rules', 'r', '--listen', 'a:99999'], '--listen takes host:port'],
  [['--rules', 'r', '--listen', '0.0.0.0:1'], 'the platform cannot reach 0.0.0.0'],
  [['--rules', 'r', '--url', 'here'], '--url takes an address'],
  [['--rules', 'r', '--public-url', 'ftp://a'], '--public-url takes an address'],
  [['--rules', 'r', '--password-file', '/nowhere'], '--password-file: ENOENT'],
])('%j is refused', (args, expected) => {
  expect(() => readSettings(args, env)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(expected) }),
  );
  expect(() => readSettings(args, env)).toThrow(SettingsError);
});

test('all that is missing is named at once', () => {
  expect(() => readSettings(['--rules', 'r'], {})).toThrow(
    '--username or CORDBOARD_USERNAME is needed\nCORDBOARD_PASSWORD or --password-file is needed',
  );
});

test('help', () => {
  expect(readSettings(['-h'], {})).toEqual({ kind: 'help' });
});
