import { expect, test } from 'vitest';
import { type Comer, type Door, doorFor } from '../../src/conferences/lobby.ts';
import type { ConferenceRow } from '../../src/storage/index.ts';

const comers: readonly Comer[] = ['owner', 'invited', 'colleague', 'guest'];

const table: readonly (readonly [type: string, lobbyPolicy: string, doors: readonly Door[]])[] = [
  ['everyoneAllowed', 'noLobby', ['room', 'room', 'room', 'room']],
  ['everyoneAllowed', 'guestLobby', ['room', 'room', 'room', 'lobby']],
  ['everyoneAllowed', 'pstnLobby', ['room', 'room', 'room', 'lobby']],
  ['everyoneAllowed', 'nonOwnerLobby', ['room', 'lobby', 'lobby', 'lobby']],
  ['inviteOnly', 'noLobby', ['room', 'room', 'closed', 'closed']],
  ['inviteOnly', 'nonOwnerLobby', ['room', 'lobby', 'closed', 'closed']],
  ['everyoneAllowed', 'unheardOf', ['room', 'lobby', 'lobby', 'lobby']],
];

test.each(table)('%s with %s: owner, invited, colleague and guest go to %j', (type, lobbyPolicy, doors) => {
  expect(comers.map((comer) => doorFor({ type, lobbyPolicy } as ConferenceRow, comer))).toEqual(doors);
});
