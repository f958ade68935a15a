import {
  ConfigError,
  loadConfig,
  type RunningServer,
  SecretKeyError,
  StorageError,
  settings,
  startServer,
} from '@cordboard/server';
import { Command } from 'commander';
import { complain, pc, say } from '../say.ts';
import { version } from '../version.ts';

/** How long a server may take to end what it is doing before it is ended all the same. */
const CLOSE_LIMIT_MS = 10_000;

/** `cordboard start`: the server in the foreground, until SIGTERM or Ctrl-C. */
export function startCommand(): Command {
  const names = Object.entries(settings).map(([name, help]) => `  ${name.padEnd(28)}${help}`);
  return new Command('start')
    .description('Run the server in the foreground')
    .addHelpText('after', `\nSettings, from the environment or a file (defaults in brackets):\n${names.join('\n')}`)
    .action(start);
}

async function start(): Promise<void> {
  let server: RunningServer;
  try {
    server = await startServer(loadConfig(process.env), { version });
  } catch (error) {
    complain(words(error));
    process.exitCode = 1;
    return;
  }
  say(banner(server));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(server, signal));
}

async function stop(server: RunningServer, signal: NodeJS.Signals): Promise<void> {
  say(`\n${signal}: ending calls and closing …`);
  const limit = setTimeout(() => {
    complain(`Closing took longer than ${CLOSE_LIMIT_MS / 1_000} s; ended all the same. Nothing acknowledged is lost.`);
    process.exit(1);
  }, CLOSE_LIMIT_MS);
  limit.unref();
  await server.close();
  clearTimeout(limit);
  say('Closed.');
}

/** What a person needs to go on. */
export function banner(server: RunningServer): string {
  const row = (name: string, value: string) => `  ${pc.dim(name.padEnd(11))}${value}`;
  const next =
    server.setupLink === undefined
      ? `sign in: curl -s ${server.url}/2017-09-01/token -d grant_type=password -d username=… -d password=…`
      : `open ${pc.bold(server.setupLink)} to make the first account`;
  return [
    `${pc.bold('Cordboard')} ${version} is ready.`,
    '',
    row('API', `${pc.cyan(`${server.url}/2017-09-01`)}   (${server.url}/openapi.json)`),
    row('SIP', `${pc.cyan(server.registrar)}   UDP and TCP`),
    row('Data', `${server.dataDir}   ${server.database}`),
    row('Next', next),
    '',
    pc.dim('  Ctrl-C stops it. Settings: npx cordboard start --help'),
  ].join('\n');
}

function words(error: unknown): string {
  if ([ConfigError, SecretKeyError, StorageError].some((kind) => error instanceof kind))
    return (error as Error).message;
  const { code, address, port } = error as { code?: string; address?: string; port?: number };
  if (code === 'EADDRINUSE') {
    return `${address}:${port} is in use by another program. Stop that one, or set CORDBOARD_HTTP_PORT or CORDBOARD_SIP_PORT.`;
  }
  if (code === 'EACCES')
    return `This user may not use ${address ?? 'a file of the data folder'}${port === undefined ? '' : `:${port}`}.`;
  if (code === 'EADDRNOTAVAIL')
    return `${address} is no address of this machine; see CORDBOARD_HTTP_HOST and CORDBOARD_SIP_HOST.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
