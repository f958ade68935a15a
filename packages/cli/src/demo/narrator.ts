import type { Exchange, WebhookBody } from '@cordboard/sdk';
import { pc, say } from '../say.ts';

const SHORT = 240;
/** What a reader looks for in a call; the rest is there with --full. */
const TELLING = ['callId', 'state', 'cause', 'direction', 'from', 'fromName', 'to', 'toName'];

/** Tells the story at the terminal: steps, HTTP both ways, telephones, and what was proved. */
export class Narrator {
  readonly #full: boolean;
  #step = 0;

  /** @param full whether JSON is printed whole */
  constructor(full: boolean) {
    this.#full = full;
  }

  title(text: string, ...rows: string[]): void {
    say(pc.bold(text));
    for (const row of rows) say(pc.dim(`   ${row}`));
  }

  step(text: string): void {
    this.#step += 1;
    say(`\n${pc.bold(pc.cyan(String(this.#step)))}  ${pc.bold(text)}`);
  }

  readonly exchange = ({ method, url, body, status, answer, error }: Exchange): void => {
    say(`   ${pc.green('→')} ${method} ${url.pathname}${url.search} ${this.#json(body)}`);
    const good = status !== undefined && status < 400;
    say(
      `   ${good ? pc.green('←') : pc.red('←')} ${status ?? `no answer: ${(error as Error).message}`} ${this.#json(answer)}`,
    );
  };

  webhook(body: WebhookBody): void {
    say(`   ${pc.magenta('⇐')} webhook, signature good: ${body.method} ${body.subject} ${this.#json(body.content)}`);
  }

  router(line: string): void {
    say(`   ${pc.blue('router │')} ${this.#cut(line)}`);
  }

  phone(text: string): void {
    say(`   ${pc.yellow('☎')} ${text}`);
  }

  proved(text: string): void {
    say(`   ${pc.green('✓')} ${text}`);
  }

  #json(value: unknown): string {
    if (value === undefined) return '';
    return pc.dim(this.#full ? JSON.stringify(value) : this.#cut(brief(value)));
  }

  #cut(text: string): string {
    return this.#full || text.length <= SHORT ? text : `${text.slice(0, SHORT)}…`;
  }
}

function brief(value: unknown): string {
  const isCall = typeof value === 'object' && value !== null && 'callId' in value && 'state' in value;
  if (!isCall) return JSON.stringify(value);
  const telling = Object.entries(value).filter(([key]) => TELLING.includes(key));
  return `${JSON.stringify(Object.fromEntries(telling)).slice(0, -1)},…}`;
}
