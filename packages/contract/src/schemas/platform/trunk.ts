import { type Static, Type } from 'typebox';
import { auditFields } from '../shared/audit.ts';
import { exampleAudit } from '../shared/example-ids.ts';
import { SelfLink } from '../shared/links.ts';
import { nullable } from '../shared/nullable.ts';
import { DateTime } from '../shared/text.ts';

/** A name, IPv4 or IPv6. */
const Host = Type.String({
  pattern: '^([A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7})$',
});
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const Username = Type.String({ minLength: 1, maxLength: 128, pattern: '^[^"\\\\\\s]+$' });
const Password = Type.String({ minLength: 1, maxLength: 256 });
/** What a carrier takes for a caller's number. */
export const OutsideNumber = Type.String({ pattern: '^\\+?[0-9*# ().\\-/]{1,40}$' });

const transport = Type.Enum(['udp', 'tcp', 'tls'], { type: 'string' });
const mode = Type.Enum(['static', 'registering'], {
  type: 'string',
  description: 'static: known by its address. registering: we register there',
});
const callerId = Type.Enum(['endpoint', 'account', 'trunk', 'anonymous'], {
  type: 'string',
  description: 'Whose number is shown; when there is none, that of the next in this order',
});
const numberFormat = Type.Enum(['e164', 'e164WithoutPlus', 'national', 'dialled'], { type: 'string' });

/** How a trunk does now. Not in publications: it changes without anybody changing the trunk. */
export const TrunkState = Type.Object({
  up: Type.Boolean({ description: 'Can be expected to take a call' }),
  registered: Type.Optional(Type.Boolean({ description: 'Only of registering trunks' })),
  restingUntil: Type.Optional(DateTime),
  fault: Type.Optional(Type.String({ description: 'Why it is not up, in words' })),
  calls: Type.Integer({ minimum: 0 }),
});
export type TrunkState = Static<typeof TrunkState>;

/** A way to the telephone network: a carrier, or another PBX. Passwords are never read back. */
export const Trunk = Type.Object({
  trunkId: Type.String(),
  name: Type.String(),
  host: Type.String(),
  port: Type.Optional(Type.Integer()),
  transport,
  mode,
  username: Type.Optional(Type.String()),
  hasPassword: Type.Boolean(),
  inboundUsername: Type.Optional(Type.String()),
  hasInboundPassword: Type.Boolean(),
  trusted: Type.Boolean({ description: 'Its P-Asserted-Identity is believed, and it gets ours' }),
  maxCalls: Type.Optional(Type.Integer({ minimum: 0 })),
  callerId,
  callerNumber: Type.Optional(Type.String()),
  numberFormat,
  enabled: Type.Boolean(),
  readOnly: Type.Boolean({ description: 'Comes from the settings of the server' }),
  state: Type.Optional(TrunkState),
  createdOn: Type.Optional(auditFields.createdOn),
  createdBy: Type.Optional(auditFields.createdBy),
  modifiedOn: Type.Optional(auditFields.modifiedOn),
  modifiedBy: Type.Optional(auditFields.modifiedBy),
  _links: SelfLink,
});
export type Trunk = Static<typeof Trunk>;

const details = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  port: Type.Optional(nullable(Port)),
  transport: Type.Optional(transport),
  mode: Type.Optional(mode),
  username: Type.Optional(nullable(Username)),
  password: Type.Optional(nullable(Password)),
  inboundUsername: Type.Optional(nullable(Username)),
  inboundPassword: Type.Optional(nullable(Password)),
  trusted: Type.Optional(Type.Boolean()),
  maxCalls: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 100_000 }))),
  callerId: Type.Optional(callerId),
  callerNumber: Type.Optional(nullable(OutsideNumber)),
  numberFormat: Type.Optional(numberFormat),
  enabled: Type.Optional(Type.Boolean()),
};

/** Without a port it is found by SRV, else the standard one is used. */
export const CreateTrunkBody = Type.Object({ host: Host, ...details }, { additionalProperties: true });
export type CreateTrunkBody = Static<typeof CreateTrunkBody>;

/** Only what is sent changes; null clears. */
export const UpdateTrunkBody = Type.Object({ host: Type.Optional(Host), ...details }, { additionalProperties: true });
export type UpdateTrunkBody = Static<typeof UpdateTrunkBody>;

export const createTrunkExample = {
  name: 'Carrier',
  host: 'sip.carrier.example',
  transport: 'udp',
  mode: 'registering',
  username: '16135550199',
  password: 'p7-Fq2-kd9',
  maxCalls: 20,
  callerId: 'endpoint',
  callerNumber: '+16135550190',
  numberFormat: 'e164',
} as const;

export const trunkExample = {
  trunkId: '0193f2b4-7a10-7c3e-9d55-1a2b3c4d5e6f',
  name: 'Carrier',
  host: 'sip.carrier.example',
  transport: 'udp',
  mode: 'registering',
  username: '16135550199',
  hasPassword: true,
  hasInboundPassword: false,
  trusted: false,
  maxCalls: 20,
  callerId: 'endpoint',
  callerNumber: '+16135550190',
  numberFormat: 'e164',
  enabled: true,
  readOnly: false,
  state: { up: true, registered: true, calls: 3 },
  ...exampleAudit,
  _links: { self: '/2017-09-01/trunks/0193f2b4-7a10-7c3e-9d55-1a2b3c4d5e6f' },
} as const;
