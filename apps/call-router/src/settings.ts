import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { RouterOptions } from './router.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'check'; readonly rulesFile: string }
  | { readonly kind: 'explain'; readonly rulesFile: string; readonly number: string; readonly at?: string }
  | { readonly kind: 'run'; readonly options: RouterOptions };

/** Something is wrong with flags or environment; the message names every problem. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

const flags = {
  help: { type: 'boolean', short: 'h' },
  rules: { type: 'string' },
  check: { type: 'boolean' },
  explain: { type: 'string' },
  at: { type: 'string' },
  url: { type: 'string' },
  username: { type: 'string' },
  'password-file': { type: 'string' },
  account: { type: 'string' },
  listen: { type: 'string' },
  'public-url': { type: 'string' },
  trace: { type: 'boolean' },
} as const;

export const help = `Routes inbound calls by the caller's area code and the time of day.

Usage: node apps/call-router/src/main.ts --rules <file> [options]
       node apps/call-router/src/main.ts --rules <file> --explain <number> [--at <time>]
       node apps/call-router/src/main.ts --rules <file> --check

Watches the lines that the rules file names, and redirects outside calls that begin to ring there. The file is read
again whenever it changes; one with mistakes is reported, and the former rules stay. See rules.example.yaml.

  --rules <file>          the rules, YAML
  --explain <number>      only say what would happen to a call of this number, and why
  --at <time>             with --explain: at this time, for example 2026-11-24T20:00 (default: now)
  --check                 only read the rules and say what is wrong with them

  --url <address>         CORDBOARD_URL        the platform (default http://127.0.0.1:8080)
  --username <e-mail>     CORDBOARD_USERNAME   an administrator, or the owner of the lines
  --password-file <file>  CORDBOARD_PASSWORD   the password, or with the flag a file that holds it
  --account <id>          CORDBOARD_ACCOUNT    only when the user name is in several accounts
  --listen <host:port>    ROUTER_LISTEN        where webhooks are received (default 127.0.0.1:8090)
  --public-url <address>  ROUTER_PUBLIC_URL    how the platform reaches that (default: the same)
  --trace                                      show each request to the platform and its answer, without secrets

A flag wins over its environment variable. The platform must be allowed to deliver to a private address:
CORDBOARD_WEBHOOK_ALLOW=127.0.0.0/8 on its side. SIGTERM removes the subscription and ends the program.
`;

/** Reads flags and environment. Throws SettingsError. */
export function readSettings(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  const values = parseFlags(args);
  if (values.help) return { kind: 'help' };
  const { rules: rulesFile, explain, at } = values;
  if (rulesFile === undefined) throw new SettingsError('--rules <file> is needed; --help tells more');
  if (at !== undefined && explain === undefined) throw new SettingsError('--at goes with --explain');
  if (explain !== undefined) return { kind: 'explain', rulesFile, number: explain, at };
  if (values.check) return { kind: 'check', rulesFile };
  return { kind: 'run', options: runOptions(rulesFile, values, env) };
}

type Flags = ReturnType<typeof parseFlags>;

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    throw new SettingsError((error as Error).message);
  }
}

function runOptions(rulesFile: string, values: Flags, env: Readonly<Record<string, string | undefined>>) {
  const problems: string[] = [];
  const needed = (value: string | undefined, words: string): string => {
    if (!value) problems.push(`${words} is needed`);
    return value ?? '';
  };
  const file = values['password-file'];
  const username = needed(values.username ?? env.CORDBOARD_USERNAME, '--username or CORDBOARD_USERNAME');
  const password = needed(
    file === undefined ? env.CORDBOARD_PASSWORD : readPassword(file, problems),
    'CORDBOARD_PASSWORD or --password-file',
  );
  const url = address(values.url ?? env.CORDBOARD_URL ?? 'http://127.0.0.1:8080', '--url', problems);
  const listen = readListen(values.listen ?? env.ROUTER_LISTEN ?? '127.0.0.1:8090', problems);
  const asked = values['public-url'] ?? env.ROUTER_PUBLIC_URL;
  const publicUrl = asked === undefined ? undefined : address(asked, '--public-url', problems);
  if (publicUrl === undefined && ['0.0.0.0', '::'].includes(listen.host)) {
    problems.push(`--public-url or ROUTER_PUBLIC_URL is needed: the platform cannot reach ${listen.host}`);
  }
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  const accountId = values.account ?? env.CORDBOARD_ACCOUNT;
  return { url, username, password, rulesFile, listen, publicUrl, accountId, trace: values.trace };
}

function readPassword(file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    problems.push(`--password-file: ${(error as Error).message}`);
    return undefined;
  }
}

function address(text: string, flag: string, problems: string[]): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    problems.push(`${flag} takes an address such as http://127.0.0.1:8080, not "${text}"`);
  }
  return text;
}

function readListen(text: string, problems: string[]): { host: string; port: number } {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === '' || Number(port) > 65_535) problems.push(`--listen takes host:port, not "${text}"`);
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
