import type { Party } from '../calls/call.ts';
import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { endConversation } from '../engine/finish.ts';
import { keepAlive } from '../engine/keep-alive.ts';
import { type Prompt, promptSamples } from './prompts.ts';

const OK = 200;

/** A party that talks with the PBX itself: it hears prompts and presses keys. */
export class Talk {
  readonly leg: Leg;
  readonly #exchange: Exchange;
  readonly #digits: string[] = [];
  #waiter: ((digit: string | undefined) => void) | undefined;
  #whole = false;
  onDigit: (digit: string) => unknown = () => {};

  /** Answers the party. `peer`: whom it is shown. */
  constructor(exchange: Exchange, leg: Leg, peer: Party) {
    this.#exchange = exchange;
    this.leg = leg;
    const { line, conversation, record } = leg;
    line.answer();
    // What it says is recorded.
    line.useG711();
    keepAlive(exchange, line);
    conversation.endTransfer(OK);
    conversation.onDigit = (digit) => this.#take(digit);
    record?.move(record.state, exchange.clock.now(), { peer, answeredAt: exchange.clock.now() });
  }

  get open(): boolean {
    return this.leg.line.state === 'up' && this.leg.line.legs.has(this.leg);
  }

  /** Resolves when the party has gone. */
  async gone(): Promise<void> {
    while (this.open) await this.leg.line.changed();
  }

  async say(prompt: Prompt): Promise<void> {
    await this.play(await promptSamples(prompt));
  }

  /** Until its end, or until a key is pressed. */
  async play(samples: Int16Array): Promise<void> {
    if (this.open) await this.leg.line.media.playOnce(samples, { stopOnDigit: true });
  }

  /** To its end: whoever cuts the greeting short still presses the key when the tone begins. */
  async playWhole(samples: Int16Array): Promise<void> {
    if (!this.open) return;
    this.#whole = true;
    await this.leg.line.media.playOnce(samples);
    this.#whole = false;
  }

  /** The next key, also one that was pressed before; undefined when none comes in time. */
  async digit(withinMs: number): Promise<string | undefined> {
    const pressed = this.#digits.shift();
    if (pressed !== undefined || !this.open) return pressed;
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const timer = this.#exchange.deadlines.after(withinMs, () => resolve(undefined));
    this.#waiter = resolve;
    const next = await promise;
    this.#waiter = undefined;
    timer.cancel();
    return next;
  }

  hangUp(): void {
    if (this.open) endConversation(this.#exchange, this.leg.conversation);
  }

  #take(digit: string): void {
    this.onDigit(digit);
    // A digit in RTP has ended the playing already; one that came by INFO has not.
    if (this.open && !this.#whole) this.leg.line.media.play(undefined);
    if (this.#waiter === undefined) this.#digits.push(digit);
    else this.#waiter(digit);
  }
}
