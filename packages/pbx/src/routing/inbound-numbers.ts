import { plainNumber } from './number.ts';
import { type Numbering, readNumber } from './numbering.ts';

/** One of our numbers in the world outside (DID). */
export interface InboundNumber {
  /** As the trunk writes it, or in any form that can be read in our country. */
  readonly number: string;
  /** Extension or group that rings; undefined: calls to the number are refused. */
  readonly destination: string | undefined;
  /** Where who calls with this number is to be found, for emergency calls. */
  readonly location?: string;
}

/** Our numbers, found in whatever form a trunk writes them. Changes take effect at once. */
export class InboundNumbers {
  readonly #numbering: Numbering;
  readonly #numbers = new Map<string, InboundNumber>();

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  set(number: InboundNumber): void {
    const key = this.canonical(number.number);
    this.#numbers.set(key, { ...number, number: key });
  }

  remove(number: string): void {
    this.#numbers.delete(this.canonical(number));
  }

  list(): InboundNumber[] {
    return [...this.#numbers.values()];
  }

  /** Trunks may leave the + away. */
  find(written: string): InboundNumber | undefined {
    return this.#numbers.get(this.canonical(written)) ?? this.#numbers.get(`+${plainNumber(written)}`);
  }

  /** The first number that rings at an extension; one with a location when there is one and that matters. */
  of(destination: string, o: { located?: boolean } = {}): InboundNumber | undefined {
    const own = this.list().filter((number) => number.destination === destination);
    return (o.located === true ? own.find(({ location }) => location !== undefined) : undefined) ?? own[0];
  }

  /** The form in which numbers are kept: E.164 where they can be read. */
  canonical(written: string): string {
    const { dialled, e164 } = readNumber(plainNumber(written), this.#numbering);
    return e164 ?? dialled;
  }
}
