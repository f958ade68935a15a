import type { ParticipantConnection } from '@cordboard/contract';
import { ApiError, type Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { ConferenceRow } from '../storage/index.ts';

export interface ConnectionMaker {
  readonly ids: Ids;
  /** A token of the caller's session for calling this number, and for nothing else. */
  readonly tokenForCall: (caller: Caller, callee: string) => Promise<string>;
  /** How the outside reaches the API. */
  readonly publicUrl: string;
  /** Extension that asks for access codes; undefined: there is none. */
  readonly number: string | undefined;
}

/**
 * A page opens a WebSocket for SIP with the token, and calls `mediaUrl` by it without registering: the number of the
 * conferences with the code behind a star, which asks nothing. The token is good for that alone. ICE needs no help: the media plane has a public address.
 */
export async function connectionOf(
  { ids, tokenForCall, publicUrl, number }: ConnectionMaker,
  { conferenceId, accessCode }: ConferenceRow,
  caller: Caller,
): Promise<ParticipantConnection> {
  if (number === undefined) {
    throw new ApiError('not_implemented', 'There is no number for conferences: set CORDBOARD_CONFERENCE_NUMBER.');
  }
  if (caller.extension === undefined) {
    throw new ApiError('forbidden', 'You have no extension, so there is no telephone of yours.');
  }
  const url = new URL('/sip', publicUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const callee = `${number}*${accessCode}`;
  return {
    token: await tokenForCall(caller, callee),
    mediaUrl: `sip:${callee}@${url.hostname}`,
    signalingUrl: url.href,
    turnUrl: '',
    externalId: ids.guid(),
    externalConferenceId: conferenceId,
  };
}
