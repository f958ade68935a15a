import { execFileSync } from 'node:child_process';

/** Lets a process and its threads run on these cores only, such as `0` or `0-1` (taskset of util-linux). */
export function pin(pid: number, cores: string): void {
  execFileSync('taskset', ['-acp', cores, String(pid)], { stdio: 'ignore' });
}
