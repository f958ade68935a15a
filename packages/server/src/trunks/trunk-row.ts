import type { CreateTrunkBody, UpdateTrunkBody } from '@cordboard/contract';
import { endpointCredentials, type Trunk } from '@cordboard/pbx';
import { badRequest, present } from '../http/index.ts';
import type { TrunkRow } from '../storage/index.ts';

/** What a body says of a trunk, whose row is otherwise as it was. @throws ApiError invalid_request */
export function changedTrunk(before: TrunkRow, body: CreateTrunkBody | UpdateTrunkBody, realm: string): TrunkRow {
  const after: TrunkRow = {
    ...before,
    ...given('name', body.name),
    ...given('host', body.host),
    ...given('port', body.port),
    ...given('transport', body.transport),
    ...given('mode', body.mode),
    ...given('username', body.username),
    ...given('password', body.password),
    ...given('inboundUsername', body.inboundUsername),
    ...given('trusted', body.trusted === undefined ? undefined : Number(body.trusted)),
    ...given('maxCalls', body.maxCalls),
    ...given('callerId', body.callerId),
    ...given('callerNumber', body.callerNumber),
    ...given('numberFormat', body.numberFormat),
    ...given('enabled', body.enabled === undefined ? undefined : Number(body.enabled)),
  };
  return requireWhole({ ...after, ...inboundSecret(before, after, body.inboundPassword, realm) });
}

/** The hash covers the name: another name needs the password anew. */
function inboundSecret(
  before: TrunkRow,
  { inboundUsername }: TrunkRow,
  password: string | null | undefined,
  realm: string,
) {
  const none = { inboundHa1Md5: null, inboundHa1Sha256: null };
  if (inboundUsername === null) return { inboundUsername, ...none };
  if (password === undefined) return inboundUsername === before.inboundUsername ? {} : none;
  if (password === null) return none;
  const { ha1Md5, ha1Sha256 } = endpointCredentials(inboundUsername, realm, password);
  return { inboundHa1Md5: ha1Md5, inboundHa1Sha256: ha1Sha256 };
}

function requireWhole(row: TrunkRow): TrunkRow {
  if ((row.username === null) !== (row.password === null)) {
    throw badRequest('username', 'A username needs a password, and a password a username.');
  }
  if (row.mode === 'registering' && row.username === null) {
    throw badRequest('username', 'A registering trunk needs a username and a password.');
  }
  if (row.inboundUsername !== null && row.inboundHa1Md5 === null) {
    throw badRequest('inboundPassword', 'An inboundUsername needs its inboundPassword.');
  }
  return row;
}

/** The trunk as the PBX knows it. */
export function toPbxTrunk(row: TrunkRow): Trunk {
  const { username, password, inboundUsername, inboundHa1Md5, inboundHa1Sha256 } = row;
  const { trunkId, name, host, transport, mode, callerId, numberFormat } = row;
  return {
    ...{ trunkId, name, host, transport, mode, callerId, numberFormat },
    ...present('port', row.port),
    ...(username === null || password === null ? {} : { credentials: { username, password } }),
    ...(inboundUsername === null || inboundHa1Md5 === null || inboundHa1Sha256 === null
      ? {}
      : { inbound: { username: inboundUsername, ha1Md5: inboundHa1Md5, ha1Sha256: inboundHa1Sha256 } }),
    trusted: row.trusted === 1,
    ...present('maxCalls', row.maxCalls),
    ...present('callerNumber', row.callerNumber),
    enabled: row.enabled === 1,
  };
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
