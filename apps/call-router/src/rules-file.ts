import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Timer } from '@cordboard/sdk';
import type { Report } from './report.ts';
import { RulesError, readRules } from './rules/read-rules.ts';
import type { Rules } from './rules/rules.ts';

const MOST_BYTES = 1_048_576;
/** Editors write a file in several steps. */
const SETTLE_MS = 150;

/** Reads rules from a file. Throws RulesError, or an Error when there is no such file. */
export async function loadRules(path: string): Promise<{ rules: Rules; text: string }> {
  const text = await textOf(path);
  return { rules: readRules(text, path), text };
}

async function textOf(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > MOST_BYTES) throw new Error('it is larger than a megabyte');
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`The rules file ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The rules of a file as they are now. A file that became bad keeps the rules that were. */
export class RulesFile {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #report: Report;
  readonly #onChange: (rules: Rules) => void;
  #rules: Rules;
  #text: string;
  #watcher: FSWatcher | undefined;
  #settling: Timer | undefined;

  private constructor(path: string, loaded: { rules: Rules; text: string }, o: RulesFileOptions) {
    this.#path = path;
    this.#clock = o.clock;
    this.#report = o.report;
    this.#onChange = o.onChange;
    this.#rules = loaded.rules;
    this.#text = loaded.text;
  }

  /** Throws as loadRules does. */
  static async open(path: string, options: RulesFileOptions): Promise<RulesFile> {
    const file = new RulesFile(path, await loadRules(path), options);
    // The folder, because an editor that puts a new file in the place of the old one ends a watch on the file itself.
    file.#watcher = watch(dirname(path), () => file.#settle());
    file.#watcher.on('error', (error) => options.report.warn(`rules are not watched any more: ${error.message}`));
    return file;
  }

  get rules(): Rules {
    return this.#rules;
  }

  close(): void {
    this.#watcher?.close();
    this.#settling?.cancel();
  }

  #settle(): void {
    this.#settling?.cancel();
    this.#settling = this.#clock.after(SETTLE_MS, () => void this.#reload());
  }

  async #reload(): Promise<void> {
    let text: string;
    try {
      text = await textOf(this.#path);
      // Whatever else happened in the folder.
      if (text === this.#text) return;
      this.#text = text;
      this.#rules = readRules(text, this.#path);
    } catch (error) {
      const why = error instanceof RulesError ? `\n${error.message}` : ` ${(error as Error).message}`;
      return this.#report.warn(`the new rules are not used, the former ones stay:${why}`);
    }
    this.#report.info(`rules read again: ${summary(this.#rules)}`);
    this.#onChange(this.#rules);
  }
}

interface RulesFileOptions {
  readonly clock: Clock;
  readonly report: Report;
  readonly onChange: (rules: Rules) => void;
}

export function summary({ endpoints, rules }: Rules): string {
  const count = rules.length === 1 ? '1 rule' : `${rules.length} rules`;
  const shown = endpoints.length > 5 ? `${endpoints.length} lines` : endpoints.join(', ');
  return `${count} for ${shown}`;
}
