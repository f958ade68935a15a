import type { Timer } from '@cordboard/sip';
import type { Party } from '../calls/call.ts';
import type { Attendant } from '../engine/attendant.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { endConversation } from '../engine/finish.ts';
import { keepAlive } from '../engine/keep-alive.ts';
import { rewireAll } from '../engine/wiring.ts';
import type { Plan } from '../lines/patch.ts';
import { enterRoom } from './enter-room.ts';
import { signals } from './signals.ts';

const TRIES = 3;
/** To find the code and begin. */
const FIRST_DIGIT_MS = 15_000;
/** After the last digit, for those who do not press #. */
const NEXT_DIGIT_MS = 4_000;
const LONGEST_CODE = 99;
/** With as many digits a code is tried at once, for most have them. */
const USUAL_LENGTH = 9;

/** A caller dials the number of the conferences: it is answered, asked for an access code, and let in. */
export function dialIn(exchange: Exchange, conversation: Conversation, caller: Party): void {
  const [leg] = conversation.legs;
  if (leg === undefined) return;
  leg.line.answer();
  keepAlive(exchange, leg.line);
  leg.record?.move(leg.record.state, exchange.clock.now(), { answeredAt: exchange.clock.now() });
  const entry = new CodeEntry(exchange, conversation, caller);
  conversation.attendant = entry;
  rewireAll(conversation);
  entry.ask();
}

/** Asks for the access code. `#` ends it, `*` begins it anew. */
class CodeEntry implements Attendant {
  readonly plan: Plan = { play: undefined };
  readonly #exchange: Exchange;
  readonly #conversation: Conversation;
  readonly #caller: Party;
  #digits = '';
  #tries = 0;
  #timer: Timer | undefined;
  /** A code is being looked up; what is typed meanwhile is lost. */
  #busy = false;

  constructor(exchange: Exchange, conversation: Conversation, caller: Party) {
    this.#exchange = exchange;
    this.#conversation = conversation;
    this.#caller = caller;
  }

  ask(): void {
    this.#digits = '';
    this.#busy = false;
    this.#wait(FIRST_DIGIT_MS);
    void this.#media?.playOnce(signals.askCode, { stopOnDigit: true });
  }

  digit(digit: string): void {
    if (this.#busy) return;
    if (digit === '*') {
      this.ask();
      return;
    }
    if (digit !== '#' && this.#digits.length < LONGEST_CODE) this.#digits += digit;
    this.#wait(NEXT_DIGIT_MS);
    if (digit === '#') void this.#try(true);
    else if (this.#digits.length === USUAL_LENGTH) void this.#try(false);
  }

  gone(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** `final`: a code that opens nothing is wrong, and not just too short. */
  async #try(final: boolean): Promise<void> {
    this.#busy = final;
    const typed = this.#digits;
    const admission = typed === '' ? undefined : await this.#lookUp(typed);
    if (this.#conversation.attendant !== this || this.#conversation.legs.length === 0) return;
    const room = admission === undefined ? undefined : this.#exchange.rooms.rooms.get(admission.settings.conferenceId);
    if (admission !== undefined && room?.locked !== true) {
      this.gone();
      enterRoom(this.#exchange, this.#conversation, {
        ...admission,
        party: this.#caller,
        place: admission.waits ? 'lobby' : 'room',
      });
    } else if (final) await this.#refuse();
  }

  async #lookUp(code: string) {
    try {
      return await this.#exchange.rooms.house?.admit(code, this.#caller);
    } catch (error) {
      this.#exchange.log.error({ err: error }, 'An access code could not be looked up');
      return undefined;
    }
  }

  async #refuse(): Promise<void> {
    this.#tries += 1;
    this.gone();
    // The end of the last key is told several times: it must not stop the answer.
    await this.#media?.playOnce(signals.wrongCode);
    if (this.#conversation.attendant !== this || this.#conversation.legs.length === 0) return;
    if (this.#tries < TRIES) this.ask();
    else endConversation(this.#exchange, this.#conversation);
  }

  #wait(ms: number): void {
    this.#timer?.cancel();
    this.#timer = this.#exchange.deadlines.after(ms, () => void this.#try(true));
  }

  get #media() {
    return this.#conversation.legs[0]?.line.media;
  }
}
