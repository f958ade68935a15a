import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { type Context, createContext } from './context.ts';
import { createIds } from './ids.ts';
import { createLog } from './log.ts';
import { setupLink } from './setup/index.ts';

/** A server that runs. */
export interface RunningServer {
  /** Address of the API. */
  readonly url: string;
  /** Where telephones register, `sip:host:port`. */
  readonly registrar: string;
  readonly dataDir: string;
  readonly database: 'SQLite' | 'PostgreSQL';
  /** Set while there is no account: the page that makes the first one. */
  readonly setupLink: string | undefined;
  /** Ends calls, finishes what is being written, closes everything. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts a server; resolves when it takes requests and calls.
 * @throws ConfigError, StorageError, or the system's error when an address is in use
 */
export async function startServer(settings: Config, o: { version: string }): Promise<RunningServer> {
  const config = await withPort(settings);
  const log = createLog(config.logLevel);
  const context = await createContext({ config, log, version: o.version });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= context.close();
    return closing;
  };
  try {
    const link = await firstStart(context, config);
    await context.start();
    await context.app.listen({ host: config.http.host, port: config.http.port });
    return {
      url: config.publicUrl,
      registrar: context.gateway.registrar,
      dataDir: config.dataDir,
      database: config.databaseUrl === undefined ? 'SQLite' : 'PostgreSQL',
      setupLink: link,
      close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** Port 0 is a free one. It is found before anything is built, for links and tokens carry it. */
async function withPort(config: Config): Promise<Config> {
  const { host, port } = config.http;
  if (port !== 0) return config;
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const free = (probe.address() as AddressInfo).port;
  probe.close();
  await once(probe, 'close');
  return { ...config, http: { host, port: free }, publicUrl: config.publicUrl.replace(/:0$/, `:${free}`) };
}

/** Without an account: makes the one that the settings name, or opens the set-up page and gives its link. */
async function firstStart({ app, admin, authentication }: Context, config: Config): Promise<string | undefined> {
  if (await admin.accounts.exist()) return undefined;
  if (config.admin !== undefined) {
    const { email, password } = config.admin;
    await admin.accounts.createFirst({ email, passwordHash: await authentication.passwords.hash(password) });
    return undefined;
  }
  return setupLink(app, {
    code: createIds(systemClock).secret(18),
    publicUrl: config.publicUrl,
    create: async ({ company, email, password }) => {
      const passwordHash = await authentication.passwords.hash(password);
      await admin.accounts.createFirst({ email, passwordHash, name: company });
    },
  });
}
