import { readFile } from 'node:fs/promises';
import type { ServerProcess } from './server-process.ts';

/** What /metrics shows of SIP and of the exchange, by name without prefix. */
export async function gauges(server: ServerProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^cordboard_((?:pbx|sip)_\w+) (\d+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

/** Memory of a process in RAM. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}
