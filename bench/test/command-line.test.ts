import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCommandLine, UsageError } from '../src/support/command-line.ts';

const known = ['http-get', 'matching', 'action'];

describe('the command line', () => {
  test('without a name means all, in full length', () => {
    const usual = { names: known, quick: false, profile: false, help: false, minutes: 10, calls: 500 };
    expect(readCommandLine([], known, ['endurance'])).toEqual(usual);
  });

  test('what is run apart is named, and told how long', () => {
    const wish = readCommandLine(['endurance', '--minutes', '0.5', '--calls', '50'], known, ['endurance']);
    expect(wish).toMatchObject({ names: ['endurance'], minutes: 0.5, calls: 50 });
    expect(() => readCommandLine(['--minutes', 'ten'], known)).toThrow('--minutes wants a number above 0.');
  });

  test('names some, which run in the order of the list, each once', () => {
    expect(readCommandLine(['action', 'http-get', 'action'], known).names).toEqual(['http-get', 'action']);
  });

  test('takes --quick before and after names', () => {
    expect(readCommandLine(['--quick', 'matching'], known)).toMatchObject({ names: ['matching'], quick: true });
    expect(readCommandLine(['matching', '--quick'], known)).toMatchObject({ names: ['matching'], quick: true });
  });

  test('refuses an unknown name with the known ones, and an unknown option', () => {
    expect(() => readCommandLine(['matching', 'speed'], known)).toThrow(UsageError);
    expect(() => readCommandLine(['speed'], known)).toThrow(
      'There is no benchmark speed. There are: http-get, matching, action.',
    );
    expect(() => readCommandLine(['--fast'], known)).toThrow(UsageError);
  });
});

describe('npm run bench', () => {
  const bench = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../src/main.ts'), ...args], { encoding: 'utf8' });

  test('with an unknown name ends with 2 and says what there is', () => {
    const { status, stdout, stderr } = bench('speed');
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /no benchmark speed.*http-get, matching, ringing-webhook, action, registrations, calls-per-second/,
    );
  });

  test('--help names every benchmark and option, and measures nothing', () => {
    const { status, stdout } = bench('--help');
    expect(status).toBe(0);
    for (const word of [
      'http-get',
      'matching',
      'ringing-webhook',
      'action',
      'calls-per-second',
      '--quick',
      '--profile',
    ])
      expect(stdout).toContain(word);
  });
});
