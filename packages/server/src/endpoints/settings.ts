import type { Endpoint, Forwarding } from '@cordboard/contract';
import type { EndpointFeatures } from '@cordboard/pbx';
import type { EndpointSettingsRow } from '../storage/index.ts';

export type ForwardingRules = Pick<Forwarding, 'always' | 'busy' | 'noAnswer' | 'notReachable'>;
type UserAvailability = NonNullable<Endpoint['userAvailability']>;

/** What an endpoint is set to. */
export interface EndpointSettings {
  readonly dnd: boolean;
  readonly messageWaiting: boolean;
  /** The mobile number that takes the calls. */
  readonly pstnRouting?: string;
  readonly userAvailability: UserAvailability;
  readonly forwarding: ForwardingRules;
}

const untouched: EndpointSettings = {
  dnd: false,
  messageWaiting: false,
  userAvailability: 'available',
  forwarding: {},
};
const DEFAULT_AFTER_S = 20;

export function settingsOf(row: EndpointSettingsRow | undefined): EndpointSettings {
  if (row === undefined) return untouched;
  return {
    dnd: row.dnd === 1,
    messageWaiting: row.messageWaiting === 1,
    ...(row.pstnRouting === null ? {} : { pstnRouting: row.pstnRouting }),
    userAvailability: row.userAvailability as UserAvailability,
    forwarding: JSON.parse(row.forwarding) as ForwardingRules,
  };
}

export function rowOf(endpointId: string, settings: EndpointSettings): EndpointSettingsRow {
  return {
    endpointId,
    dnd: settings.dnd ? 1 : 0,
    messageWaiting: settings.messageWaiting ? 1 : 0,
    pstnRouting: settings.pstnRouting ?? null,
    userAvailability: settings.userAvailability,
    forwarding: JSON.stringify(settings.forwarding),
  };
}

/** What the PBX has to know of it. */
export function featuresOf({ dnd, pstnRouting, forwarding }: EndpointSettings): EndpointFeatures {
  const { always, busy, noAnswer, notReachable } = forwarding;
  return {
    dnd,
    ...(pstnRouting === undefined ? {} : { mobile: pstnRouting }),
    forwarding: {
      ...(isOn(always) ? { always: always.destination } : {}),
      ...(isOn(busy) ? { busy: busy.destination } : {}),
      ...(isOn(noAnswer)
        ? {
            noAnswer: {
              destination: noAnswer.destination,
              afterMs: (noAnswer.afterSeconds ?? DEFAULT_AFTER_S) * 1_000,
            },
          }
        : {}),
      ...(isOn(notReachable) ? { notReachable: notReachable.destination } : {}),
    },
  };
}

function isOn<R extends { enabled?: boolean }>(rule: R | undefined): rule is R {
  return rule !== undefined && rule.enabled !== false;
}
