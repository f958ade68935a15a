import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, rtpRange } from './ports.ts';

const root = join(import.meta.dirname, '..', '..');
const admin = { email: 'admin@example.com', password: 'correct horse battery staple' };

/** The product as an administrator runs it: `cordboard start` in a process of its own, with a data folder of its own. */
export class ServerProcess {
  readonly url: string;
  readonly sip: { host: string; port: number };
  readonly trunk: { host: string; port: number };
  readonly admin = admin;
  output = '';
  #child: ChildProcess | undefined;
  readonly #env: Record<string, string>;
  readonly #dataDir: string;
  #launches = 0;

  private constructor(env: Record<string, string>, dataDir: string) {
    this.#env = env;
    this.#dataDir = dataDir;
    this.url = `http://127.0.0.1:${env.CORDBOARD_HTTP_PORT}`;
    this.sip = { host: '127.0.0.1', port: Number(env.CORDBOARD_SIP_PORT) };
    this.trunk = { host: '127.0.0.1', port: Number(env.CORDBOARD_TRUNK_PEER?.split(':')[1]) };
  }

  static async start(settings: Record<string, string> = {}): Promise<ServerProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-e2e-'));
    const env = {
      CORDBOARD_DATA_DIR: dataDir,
      CORDBOARD_HTTP_PORT: String(await freePort()),
      CORDBOARD_SIP_PORT: String(await freePort()),
      CORDBOARD_RTP_PORTS: rtpRange(),
      CORDBOARD_TRUNK_PEER: `127.0.0.1:${await freePort()}`,
      CORDBOARD_ADMIN_EMAIL: admin.email,
      CORDBOARD_ADMIN_PASSWORD: admin.password,
      CORDBOARD_WEBHOOK_ALLOW: '127.0.0.0/8',
      ...settings,
    };
    const server = new ServerProcess(env, dataDir);
    await server.launch();
    return server;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  get running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts the process on the same ports and data folder; resolves once /health answers 200. */
  async launch(): Promise<void> {
    this.#launches = 0;
    await this.#launch();
  }

  /** On a busy machine the ports of a killed process are free a moment after its end only. */
  async #launchAgain(): Promise<void> {
    this.#launches += 1;
    if (this.#launches > 3 || !/is in use by another program/.test(this.output.slice(-500))) {
      throw new Error(`the server ended at start:\n${this.output}`);
    }
    await delay(500);
    await this.#launch();
  }

  async #launch(): Promise<void> {
    const child = spawn(process.execPath, [join(root, 'packages/cli/src/main.ts'), 'start'], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdout.on('data', (chunk) => this.#keep(chunk));
    child.stderr.on('data', (chunk) => this.#keep(chunk));
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (!this.running) return await this.#launchAgain();
      const response = await fetch(`${this.url}/health`).catch(() => undefined);
      if (response?.status === 200) return;
      await delay(50);
    }
    throw new Error(`the server did not become healthy:\n${this.output}`);
  }

  /** Ends the process with the signal and waits until it is gone. Gives its exit code, null after a kill. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const child = this.#child;
    if (!child || !this.running) return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  /** Ends the server and removes its data. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #keep(chunk: Buffer): void {
    this.output = (this.output + chunk.toString()).slice(-100_000);
  }
}
