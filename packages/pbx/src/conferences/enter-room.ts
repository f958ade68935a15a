import type { Party } from '../calls/call.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { rewireAll } from '../engine/wiring.ts';
import type { Admission, PartyPlace, RoomSettings } from './conference-info.ts';
import { startRecording } from './record-room.ts';
import { Room } from './room.ts';
import { RoomParty } from './room-party.ts';
import { signals } from './signals.ts';

/** Gives a party its place in a meeting, which begins with the first one. */
export function enterRoom(
  exchange: Exchange,
  conversation: Conversation,
  o: Admission & { readonly party: Party; readonly place: PartyPlace },
): RoomParty {
  const room = openRoom(exchange, o.settings);
  const party = new RoomParty({
    conversation,
    participantId: o.participantId,
    party: o.party,
    mixer: room.mixer,
    place: o.place,
    muted: o.settings.muteOnEntry,
    gone: (gone) => leaveRoom(exchange, room, gone),
  });
  room.parties.add(party);
  conversation.attendant = party;
  if (party.place === 'room') arrive(exchange, room, party);
  else exchange.rooms.tell(room, party);
  rewireAll(conversation);
  return party;
}

/** From the telephone or the lobby into the room itself. */
export function arrive(exchange: Exchange, room: Room, party: RoomParty): void {
  party.place = 'room';
  party.joinedAt ??= exchange.clock.now();
  void room.mixer.play(signals.joined);
  rewireAll(party.conversation);
  exchange.rooms.tell(room, party);
  if (room.settings.record && room.recording === undefined) startRecording(exchange, room);
}

function openRoom(exchange: Exchange, settings: RoomSettings): Room {
  const { rooms } = exchange.rooms;
  const known = rooms.get(settings.conferenceId);
  if (known !== undefined) return known;
  const room = new Room(settings, exchange.media.openMixer());
  rooms.set(settings.conferenceId, room);
  exchange.rooms.tell(room);
  return room;
}

/** The last one closes the meeting; the conference stays. */
function leaveRoom(exchange: Exchange, room: Room, party: RoomParty): void {
  if (!room.parties.delete(party)) return;
  party.leftAt = exchange.clock.now();
  exchange.rooms.tell(room, party);
  if (room.parties.size > 0) {
    if (party.place === 'room') void room.mixer.play(signals.left);
    return;
  }
  room.ended = true;
  room.recording?.stop();
  room.mixer.close();
  exchange.rooms.rooms.delete(room.settings.conferenceId);
  exchange.rooms.tell(room);
}
