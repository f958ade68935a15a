import { parseArgs } from 'node:util';

export interface CommandLine {
  /** Names of the benchmarks to run, in the order of the list. */
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly profile: boolean;
  readonly help: boolean;
  readonly minutes: number;
  readonly calls: number;
}

/** What was typed makes no sense; the message says what would. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments; no name means all but those that are run `apart`. @throws UsageError */
export function readCommandLine(
  args: readonly string[],
  usual: readonly string[],
  apart: readonly string[] = [],
): CommandLine {
  const { values, positionals } = parse(args);
  const known = [...usual, ...apart];
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new UsageError(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  }
  return {
    names: positionals.length === 0 ? usual : known.filter((name) => positionals.includes(name)),
    quick: values.quick,
    profile: values.profile,
    help: values.help,
    minutes: positive('minutes', values.minutes),
    calls: positive('calls', values.calls),
  };
}

function positive(name: string, written: string): number {
  const value = Number(written);
  if (!(value > 0)) throw new UsageError(`--${name} wants a number above 0.`);
  return value;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        minutes: { type: 'string', default: '10' },
        calls: { type: 'string', default: '500' },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
