import type { Clock } from '../clock.ts';
import type { NotificationSettings } from './settings.ts';
import { checkTarget } from './subscription-rules.ts';
import { attempt, type Connections, isSuccess, signedHeaders, type TargetGuard } from './webhook/index.ts';

/** A request to a URL that a program has named outside of a subscription. */
export interface Parcel {
  /** The same in every attempt. */
  readonly id: string;
  readonly url: URL;
  /** Keys the signature; with a subscription it is the program's own. */
  readonly applicationId: string;
  /** JSON. */
  readonly body: string;
}

/** Sends requests as webhooks go: to the same targets, by the same sockets, within the same time, signed. */
export interface Sender {
  /** @throws NotificationError that names the field */
  check(url: string, param: string): void;
  /** Whether the receiver took it: answered 2xx. Never throws; `signal` ends it. */
  post(parcel: Parcel, signal: AbortSignal): Promise<boolean>;
}

interface SenderOptions {
  readonly guard: TargetGuard;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly settings: NotificationSettings;
}

export function createSender({ guard, connections, clock, settings: { timeoutMs } }: SenderOptions): Sender {
  return {
    check: (url, param) => checkTarget(url, param, guard),
    async post({ id, url, applicationId, body }, signal) {
      const headers = signedHeaders({ id, applicationId, body, now: clock.now() });
      return isSuccess(await attempt(connections, url, { body, headers }, { clock, timeoutMs, signal }));
    },
  };
}
