import { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { openRoutedLine, ringRoute } from '../features/ring-route.ts';
import type { RingParticipantRequest } from './conference-info.ts';
import { arrive, enterRoom } from './enter-room.ts';
import type { RoomParty } from './room-party.ts';

/** Calls somebody into a meeting; whoever lifts is in the room at once. @throws PbxError */
export function ringParticipant(exchange: Exchange, o: RingParticipantRequest): RoomParty {
  const destination = exchange.routing.fromInside(o.to);
  const dial = openRoutedLine(exchange, destination, o.from);
  const conversation = new Conversation(exchange.newTrackingId(), destination.party.number);
  const { settings, participantId } = o;
  const admission = { settings, participantId, waits: false };
  const party = enterRoom(exchange, conversation, { ...admission, party: destination.party, place: 'ringing' });
  conversation.whenTalking = () => {
    const room = exchange.rooms.rooms.get(settings.conferenceId);
    if (room !== undefined) arrive(exchange, room, party);
  };
  ringRoute(exchange, conversation, dial, { cause: 'newCall', from: o.from });
  return party;
}
