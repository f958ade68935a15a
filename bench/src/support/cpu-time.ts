import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second on every Linux of today (sysconf _SC_CLK_TCK). */
const TICKS = 100;

/**
 * Seconds of CPU that a process, its threads and its child processes have used so far; undefined where there is no
 * /proc. It does not depend on what else the machine does, as rates do.
 */
export function cpuSeconds(pid: number): number | undefined {
  try {
    return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ticksOf(one), 0) / TICKS;
  } catch {
    return undefined;
  }
}

/** The same to the nanosecond, without child processes, while no thread ends. @throws where there is no schedstat */
export function exactCpuSeconds(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const onCpu = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return onCpu.reduce((sum, nanoseconds) => sum + Number(nanoseconds), 0) / 1e9;
}

/** proc(5): fields 14 and 15 are user and system time; the second, a name in parentheses, may hold spaces. */
function ticksOf(pid: number): number {
  const fields = fieldsOf(pid);
  return Number(fields[11]) + Number(fields[12]);
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
}

function parentOf(pid: number): number {
  try {
    return Number(fieldsOf(pid)[1]);
  } catch {
    // It ended in between.
    return 0;
  }
}

function fieldsOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}
