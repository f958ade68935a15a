import { type Static, Type } from 'typebox';
import { SelfLink } from '../shared/links.ts';
import { DateTime } from '../shared/text.ts';

export const endpointStates = ['unknown', 'idle', 'ringing', 'connected', 'held', 'outOfService'] as const;
export const userAvailabilities = ['available', 'busy', 'dnd', 'away'] as const;

export const UserAvailability = Type.Enum([...userAvailabilities], { type: 'string' });

/** A telephone that is registered now; ours, so that a program can see why it cannot answer for a phone. */
export const Device = Type.Object({
  deviceId: Type.String({ description: 'Contact address of the telephone' }),
  userAgent: Type.Optional(Type.String()),
  expiresOn: Type.Optional(DateTime),
  remoteAnswer: Type.Optional(
    Type.Union([Type.Boolean(), Type.Enum(['unknown'], { type: 'string' })], {
      description: 'Whether the action `answer` works on it; unknown until it has rung once',
    }),
  ),
});

/** A controllable number; endpointId is the extension (contract section 4). */
export const Endpoint = Type.Object({
  endpointId: Type.String(),
  name: Type.Optional(Type.String()),
  type: Type.Optional(Type.String()),
  state: Type.Optional(Type.Enum([...endpointStates], { type: 'string' })),
  userAvailability: Type.Optional(UserAvailability),
  messageWaiting: Type.Optional(Type.Boolean()),
  pstnRouting: Type.Optional(Type.String()),
  dnd: Type.Optional(Type.Boolean({ description: 'Do not disturb' })),
  devices: Type.Optional(Type.Array(Device, { description: 'Telephones registered now (Cordboard)' })),
  _links: SelfLink,
});
export type Endpoint = Static<typeof Endpoint>;

export const endpointExample = {
  endpointId: '2880',
  name: 'Ada Byron',
  type: 'sip',
  state: 'idle',
  userAvailability: 'available',
  messageWaiting: false,
  dnd: false,
  devices: [
    {
      deviceId: 'sip:2880@192.0.2.20:5062',
      userAgent: 'Desk phone 1.4',
      expiresOn: '2026-05-04T10:30:00.000Z',
      remoteAnswer: true,
    },
  ],
  _links: { self: '/2017-09-01/endpoints/2880' },
} as const;

export const UpdateEndpointBody = Type.Object({
  action: Type.Enum(['dnd', 'messageWaiting', 'pstnRouting'], { type: 'string' }),
  userAvailability: UserAvailability,
  enabled: Type.Optional(Type.Boolean({ default: false })),
  timeoutMs: Type.Optional(Type.Number({ default: 6000, minimum: 3000, maximum: 30_000 })),
});
export type UpdateEndpointBody = Static<typeof UpdateEndpointBody>;
