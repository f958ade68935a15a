import { join } from 'node:path';
import { Child } from './child.ts';
import { freePorts } from './ports.ts';
import { Scratch } from './scratch.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const admin = { email: 'admin@example.com', password: 'correct horse battery staple' };

/** Below the system's ephemeral ports, so that nobody else takes one; enough for 2,000 lines with their rest. */
const RTP_PORTS = '12000-31998';

/** The product as an administrator runs it, in a process and with a data folder of its own; no limit of requests. */
export class ServerProcess implements AsyncDisposable {
  readonly url: string;
  readonly sipPort: number;
  /** Calls from this port of loopback are calls of the trunk. */
  readonly trunkPort: number;
  readonly admin = admin;
  readonly #child: Child;
  readonly #folder: Scratch;

  private constructor(o: { child: Child; folder: Scratch; httpPort: number; sipPort: number; trunkPort: number }) {
    this.#child = o.child;
    this.#folder = o.folder;
    this.url = `http://127.0.0.1:${o.httpPort}`;
    this.sipPort = o.sipPort;
    this.trunkPort = o.trunkPort;
  }

  /** `profileDir`: V8 writes a CPU profile there when the server ends. */
  static async start({ profileDir }: { profileDir: string | undefined }): Promise<ServerProcess> {
    const folder = await Scratch.create();
    const [httpPort = 0, sipPort = 0, trunkPort = 0] = await freePorts(3);
    const profiler = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
    const child = new Child(process.execPath, [...profiler, join(root, 'packages/cli/src/main.ts'), 'start'], {
      cwd: folder.path,
      env: {
        CORDBOARD_DATA_DIR: join(folder.path, 'data'),
        CORDBOARD_HTTP_PORT: String(httpPort),
        CORDBOARD_SIP_PORT: String(sipPort),
        CORDBOARD_RTP_PORTS: RTP_PORTS,
        CORDBOARD_TRUNK_PEER: `127.0.0.1:${trunkPort}`,
        CORDBOARD_ADMIN_EMAIL: admin.email,
        CORDBOARD_ADMIN_PASSWORD: admin.password,
        CORDBOARD_WEBHOOK_ALLOW: '127.0.0.0/8',
        CORDBOARD_RATE_LIMIT: '0',
        CORDBOARD_LOG_LEVEL: 'warn',
      },
    });
    const server = new ServerProcess({ child, folder, httpPort, sipPort, trunkPort });
    await server.#healthy();
    return server;
  }

  get pid(): number {
    return this.#child.pid;
  }

  get output(): string {
    return this.#child.output;
  }

  async #healthy(): Promise<void> {
    const look = async () => {
      if (!this.#child.running) throw new Error(`the server ended at start:\n${this.output}`);
      return (await fetch(`${this.url}/health`).catch(() => undefined))?.status === 200;
    };
    await until(look, 'a healthy server', { timeoutMs: 20_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}
