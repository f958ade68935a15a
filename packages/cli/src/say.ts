import pc from 'picocolors';

/** A line for the person at the terminal. Logs go to stderr and stay apart. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** An error in words, without a stack: the person can do something about it. */
export function complain(text: string): void {
  process.stderr.write(`${pc.red('error')} ${text}\n`);
}

export { pc };
