import type { SettingsKeeper } from '../feature-codes/settings-keeper.ts';
import type { Forwarding } from './forwarding.ts';
import type { RingGroup } from './ring-group.ts';

/** What an endpoint wants to happen to the calls that come for it. */
export interface EndpointFeatures {
  /** Do not disturb: nothing rings. */
  readonly dnd: boolean;
  /** The mobile number that takes the place of the telephones. */
  readonly mobile?: string;
  readonly forwarding: Forwarding;
}

/** What the platform has set. Changes take effect with the next call. */
export interface FeatureSettings {
  /** Asked when a telephone changes its settings by a code; without one, what is here changes until the next start. */
  keepBy(keeper: SettingsKeeper): void;
  setEndpoint(endpointId: string, features: EndpointFeatures): void;
  /** Adds or replaces the group of this number, which must be in the directory. */
  setGroup(group: RingGroup): void;
  removeGroup(number: string): void;
}

const NONE: EndpointFeatures = { dnd: false, forwarding: {} };

/** The features of endpoints and the ring groups, in memory; the platform fills it at start and keeps it current. */
export class Features implements FeatureSettings {
  readonly #endpoints = new Map<string, EndpointFeatures>();
  readonly #groups = new Map<string, RingGroup>();
  /** When an endpoint's last conversation ended. */
  readonly #lastTalk = new Map<string, number>();
  /** Which member of a group was rung first the last time. */
  readonly #lastFirst = new Map<string, string>();

  #keeper: SettingsKeeper = {
    setDnd: async (endpointId, dnd) => this.setEndpoint(endpointId, { ...this.of(endpointId), dnd }),
    setForwarding: async (endpointId, destination) => {
      const { forwarding, ...features } = this.of(endpointId);
      const { always: _, ...others } = forwarding;
      const always = destination === undefined ? {} : { always: destination };
      this.setEndpoint(endpointId, { ...features, forwarding: { ...others, ...always } });
    },
    lastCaller: async () => undefined,
  };

  get keeper(): SettingsKeeper {
    return this.#keeper;
  }

  keepBy(keeper: SettingsKeeper): void {
    this.#keeper = keeper;
  }

  /** The other members of the groups that an endpoint is in. */
  colleagues(endpointId: string): string[] {
    const own = [...this.#groups.values()].filter(({ members }) => members.includes(endpointId));
    return [...new Set(own.flatMap(({ members }) => members))].filter((member) => member !== endpointId);
  }

  of(endpointId: string): EndpointFeatures {
    return this.#endpoints.get(endpointId) ?? NONE;
  }

  group(number: string): RingGroup | undefined {
    return this.#groups.get(number);
  }

  setEndpoint(endpointId: string, features: EndpointFeatures): void {
    this.#endpoints.set(endpointId, features);
  }

  setGroup(group: RingGroup): void {
    this.#groups.set(group.number, group);
  }

  removeGroup(number: string): void {
    this.#groups.delete(number);
    this.#lastFirst.delete(number);
  }

  /** The endpoint is gone. */
  forget(endpointId: string): void {
    this.#endpoints.delete(endpointId);
    this.#lastTalk.delete(endpointId);
  }

  talked(endpointId: string, until: number): void {
    this.#lastTalk.set(endpointId, until);
  }

  /** The members in the order in which they are to be rung now; the next call of a round robin begins one later. */
  takeOrder({ number, strategy, members }: RingGroup): string[] {
    if (strategy === 'longestIdle') {
      const since = (member: string) => this.#lastTalk.get(member) ?? 0;
      return [...members].sort((a, b) => since(a) - since(b));
    }
    if (strategy !== 'roundRobin') return [...members];
    const start = members.indexOf(this.#lastFirst.get(number) ?? '') + 1;
    const order = [...members.slice(start), ...members.slice(0, start)];
    return order;
  }

  /** A group's call rings at this member. */
  rang({ number }: RingGroup, member: string): void {
    this.#lastFirst.set(number, member);
  }
}
