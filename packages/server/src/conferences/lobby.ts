import type { ConferenceRow } from '../storage/index.ts';

/** Who comes: the owner, somebody invited, another user of the account, or a telephone outside. */
export type Comer = 'owner' | 'invited' | 'colleague' | 'guest';
export type Door = 'room' | 'lobby' | 'closed';

/**
 * Where the code leads to. Guests come by telephone only, so guestLobby and pstnLobby are the same. An unknown policy
 * lets nobody past the lobby.
 */
const doors: Readonly<Record<string, Readonly<Record<Comer, Door>>>> = {
  noLobby: { owner: 'room', invited: 'room', colleague: 'room', guest: 'room' },
  guestLobby: { owner: 'room', invited: 'room', colleague: 'room', guest: 'lobby' },
  pstnLobby: { owner: 'room', invited: 'room', colleague: 'room', guest: 'lobby' },
  nonOwnerLobby: { owner: 'room', invited: 'lobby', colleague: 'lobby', guest: 'lobby' },
};

const all: Readonly<Record<Comer, Door>> = { owner: 'room', invited: 'lobby', colleague: 'lobby', guest: 'lobby' };

export function doorFor({ type, lobbyPolicy }: ConferenceRow, comer: Comer): Door {
  if (type === 'inviteOnly' && (comer === 'colleague' || comer === 'guest')) return 'closed';
  return (doors[lobbyPolicy] ?? all)[comer];
}
