import {
  endpointSubject,
  type Forwarding,
  forwardingSubject,
  type Endpoint as WireEndpoint,
} from '@cordboard/contract';
import type { Endpoint } from '@cordboard/pbx';
import type { EndpointEntry } from '../gateways/index.ts';
import { isoTime } from '../media/index.ts';
import type { EndpointSettings, ForwardingRules } from './settings.ts';

export function presentEndpoint(endpoint: Endpoint, settings: EndpointSettings): WireEndpoint {
  const { dnd, messageWaiting, pstnRouting } = settings;
  return {
    endpointId: endpoint.endpointId,
    name: endpoint.name,
    type: 'sip',
    state: endpoint.state === 'completed' ? 'idle' : endpoint.state,
    userAvailability: availabilityOf(endpoint, settings),
    messageWaiting,
    ...(pstnRouting === undefined ? {} : { pstnRouting }),
    dnd,
    devices: endpoint.devices.map(({ contact, userAgent, expiresAt, remoteAnswer }) => ({
      deviceId: contact,
      userAgent,
      expiresOn: isoTime(expiresAt),
      remoteAnswer,
    })),
    _links: { self: endpointSubject(endpoint.endpointId) },
  };
}

export function presentForwarding(endpointId: string, rules: ForwardingRules): Forwarding {
  return { endpointId, ...rules, _links: { self: forwardingSubject(endpointId) } };
}

/** What makes a publication its owner's affair. */
export function ownerFields({ accountId, userId }: EndpointEntry) {
  return { accountId, principalId: userId, userId };
}

/** What the person has said, and else what the telephone does. */
function availabilityOf(
  { state }: Endpoint,
  { dnd, userAvailability }: EndpointSettings,
): NonNullable<WireEndpoint['userAvailability']> {
  if (dnd) return 'dnd';
  if (userAvailability !== 'available') return userAvailability;
  return state === 'connected' || state === 'held' ? 'busy' : 'available';
}
