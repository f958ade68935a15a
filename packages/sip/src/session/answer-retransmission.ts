import type { Timer } from '../clock.ts';
import { sixtyFourT1 } from '../transaction/timers.ts';
import type { Flow } from '../transport/flow.ts';
import type { Core } from './core.ts';

/** Repeats our 2xx until its ACK comes, for 64*T1 at most (RFC 3261 section 13.3.1.4). */
export class AnswerRetransmission {
  readonly #core: Core;
  readonly #flow: Flow;
  readonly #bytes: Buffer;
  #repeat: Timer | undefined;
  #limit: Timer | undefined;

  constructor(core: Core, flow: Flow, bytes: Buffer, onNoAck: () => void) {
    this.#core = core;
    this.#flow = flow;
    this.#bytes = bytes;
    this.#limit = core.clock.after(sixtyFourT1(core.timers), () => {
      this.stop();
      onNoAck();
    });
    this.#arm(core.timers.t1Ms);
  }

  /** True until the ACK came. */
  get waiting(): boolean {
    return this.#limit !== undefined;
  }

  stop(): void {
    this.#repeat?.cancel();
    this.#limit?.cancel();
    this.#repeat = undefined;
    this.#limit = undefined;
  }

  // Also on reliable transports: a proxy on the way may have lost it on UDP.
  #arm(ms: number): void {
    this.#repeat = this.#core.clock.after(ms, () => {
      this.#flow.send(this.#bytes);
      this.#arm(Math.min(ms * 2, this.#core.timers.t2Ms));
    });
  }
}
