import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';

const main = join(import.meta.dirname, '../../src/main.ts');

/** The program as a person runs it, in a folder of its own. */
export async function cordboard(args: string[], env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-cli-'));
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', TMPDIR: folder, ...env },
  });
  const run = { child, folder, stdout: '', stderr: '', ended: once(child, 'close').then(([code]) => code as number) };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk: Buffer) => {
      run[name] += chunk.toString();
    });
  }
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await run.ended;
    await rm(folder, { recursive: true, force: true });
  });
  return run;
}

/** A server on ports that the system chooses; resolves when it is ready. */
export async function startServer(env: Record<string, string> = {}) {
  const run = await cordboard(['start'], {
    CORDBOARD_HTTP_PORT: '0',
    CORDBOARD_SIP_PORT: '0',
    CORDBOARD_LOG_LEVEL: 'warn',
    ...env,
  });
  await vi.waitFor(() => expect(run.stdout, run.stderr).toContain('Ctrl-C'), { timeout: 15_000 });
  const url = /(http:\S+)\/2017-09-01/.exec(run.stdout)?.[1] ?? '';
  const sip = /sip:(\S+)/.exec(run.stdout)?.[1] ?? '';
  return { run, url, sip };
}

/** A TCP port on loopback that is in use until the test ends. */
export async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}
