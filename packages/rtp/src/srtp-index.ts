/** How far back a packet may come and still be told from a replay (RFC 3711 section 3.3.2 asks for 64). */
const WINDOW = 128;
const CYCLE = 0x10000;

/**
 * The 48-bit index of the packets of one stream: 32 bits of rollovers, which nobody sends, and the 16 bits that stand
 * in the packet (RFC 3711 section 3.3.1 and appendix A).
 */
export class SrtpIndex {
  #highest: number | undefined;
  readonly #seen = new Float64Array(WINDOW).fill(-1);

  /** The likely index of a packet; undefined when it would lie before the first one. */
  guess(sequence: number): number | undefined {
    if (this.#highest === undefined) return sequence;
    const ahead = (sequence - this.#highest) & 0xffff;
    const index = this.#highest + (ahead < CYCLE / 2 ? ahead : ahead - CYCLE);
    return index < 0 ? undefined : index;
  }

  /** Was it here before, or is it too old to know? */
  isReplay(index: number): boolean {
    if (this.#highest === undefined) return false;
    return index <= this.#highest - WINDOW || this.#seen[index % WINDOW] === index;
  }

  /** Only for packets that are known to be genuine. */
  take(index: number): void {
    this.#seen[index % WINDOW] = index;
    if (this.#highest === undefined || index > this.#highest) this.#highest = index;
  }
}
