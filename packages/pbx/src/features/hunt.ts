import { preferredFailure } from '../lines/failures.ts';
import type { RingGroup } from './ring-group.ts';

/** The search of one call for a member of a ring group that takes it. */
export class Hunt {
  readonly group: RingGroup;
  /** Members that have not been tried, in their order. */
  readonly #left: string[];
  readonly #statuses: number[] = [];

  constructor(group: RingGroup, order: readonly string[]) {
    this.group = group;
    this.#left = [...order];
  }

  /** Why no member took the call: the SIP status of the one who decided most. */
  get status(): number {
    return preferredFailure(this.#statuses);
  }

  /** The next member to try. */
  take(): string | undefined {
    return this.#left.shift();
  }

  /** A member did not take the call. */
  failed(status: number): void {
    this.#statuses.push(status);
  }
}
