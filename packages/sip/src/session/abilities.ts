import type { SipRequest, SipResponse } from '../message/message.ts';
import { splitList } from '../message/split-list.ts';

/** What the peer said that it can do when the dialog was made (RFC 3261 section 13.2.1). */
export interface Abilities {
  /** Methods, upper case. */
  readonly methods: ReadonlySet<string>;
  /** Option tags that it supports or requires, lower case. */
  readonly extensions: ReadonlySet<string>;
  /** Event packages, lower case (RFC 6665 section 8.2.2). */
  readonly events: readonly string[];
}

export function abilitiesOf(message: SipRequest | SipResponse): Abilities {
  const all = (name: string) => message.headers.all(name).flatMap(splitList);
  return {
    methods: new Set(all('allow').map((method) => method.toUpperCase())),
    extensions: new Set([...all('supported'), ...all('require')].map((tag) => tag.toLowerCase())),
    events: all('allow-events').map((event) => event.toLowerCase()),
  };
}
