import { execFile } from 'node:child_process';
import { freePort } from './ports.ts';

const HOST = '127.0.0.1';

/** One of sipvicious' scanners against a SIP server on loopback; gives all that it printed. */
export async function scan(program: 'svmap' | 'svwar' | 'svcrack', port: number, args: string[]): Promise<string> {
  const own = ['-P', String(await freePort()), '-b', HOST, '-x', HOST, '-p', String(port)];
  return await new Promise((resolve) => {
    execFile(program, [...own, ...args, HOST], { timeout: 60_000 }, (_error, stdout, stderr) => {
      resolve(`${stdout}\n${stderr}`);
    });
  });
}
