import type { Exchange } from '../engine/exchange.ts';
import { endConversation } from '../engine/finish.ts';
import { rewireAll } from '../engine/wiring.ts';
import { PbxError } from '../pbx-error.ts';
import type { Conferences } from './conference-control.ts';
import type { ConferenceHouse, PartyEnd, PartyInfo, RingParticipantRequest, RoomInfo } from './conference-info.ts';
import { arrive } from './enter-room.ts';
import { startRecording } from './record-room.ts';
import { ringParticipant } from './ring-participant.ts';
import type { Room } from './room.ts';
import type { RoomParty } from './room-party.ts';

const DECLINED = 603;

export function createConferences(exchange: Exchange): Conferences {
  return new LiveConferences(exchange);
}

class LiveConferences implements Conferences {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  serve(number: string, house: ConferenceHouse): void {
    this.#exchange.rooms.number = number;
    this.#exchange.rooms.house = house;
  }

  get number(): string | undefined {
    return this.#exchange.rooms.number;
  }

  room(conferenceId: string): RoomInfo | undefined {
    return this.#exchange.rooms.rooms.get(conferenceId)?.snapshot();
  }

  parties(conferenceId: string): PartyInfo[] {
    return [...(this.#exchange.rooms.rooms.get(conferenceId)?.parties ?? [])].map((party) => party.snapshot());
  }

  ring(request: RingParticipantRequest): PartyInfo {
    return ringParticipant(this.#exchange, request).snapshot();
  }

  admit(conferenceId: string, participantId: string): void {
    const { room, parties } = this.#require(conferenceId, participantId, 'lobby');
    for (const party of parties) arrive(this.#exchange, room, party);
  }

  mute(conferenceId: string, participantId: string, muted: boolean): void {
    const { room, parties } = this.#require(conferenceId, participantId);
    for (const party of parties) this.#setMuted(room, party, muted);
  }

  hold(conferenceId: string, participantId: string, held: boolean): void {
    const { room, parties } = this.#require(conferenceId, participantId, held ? 'room' : 'hold');
    for (const party of parties) {
      party.place = held ? 'hold' : 'room';
      this.#changed(room, party);
    }
  }

  remove(conferenceId: string, participantId: string): void {
    for (const party of this.#require(conferenceId, participantId).parties) this.#drop(party, 'removed');
  }

  muteAll(conferenceId: string, muted: boolean, except?: string): void {
    const room = this.#open(conferenceId);
    for (const party of room.parties) {
      if (party.participantId !== except) this.#setMuted(room, party, muted);
    }
  }

  lock(conferenceId: string, locked: boolean): void {
    const room = this.#open(conferenceId);
    if (room.locked === locked) return;
    room.locked = locked;
    this.#exchange.rooms.tell(room);
  }

  record(conferenceId: string, action: 'start' | 'pause' | 'resume' | 'stop'): void {
    const room = this.#open(conferenceId);
    if (action === 'start') {
      startRecording(this.#exchange, room);
      return;
    }
    const { recording } = room;
    if (recording?.live !== true) throw new PbxError('wrongState', 'The conference is not being recorded.');
    if (action === 'stop') {
      recording.stop();
      room.recording = undefined;
    } else recording.pause(action === 'pause');
    this.#exchange.rooms.tell(room);
  }

  end(conferenceId: string): void {
    for (const party of [...this.#open(conferenceId).parties]) this.#drop(party, 'ended');
  }

  #setMuted(room: Room, party: RoomParty, muted: boolean): void {
    if (party.muted === muted) return;
    party.muted = muted;
    this.#changed(room, party);
  }

  #changed(room: Room, party: RoomParty): void {
    rewireAll(party.conversation);
    this.#exchange.rooms.tell(room, party);
  }

  #drop(party: RoomParty, end: PartyEnd): void {
    party.end = end;
    endConversation(this.#exchange, party.conversation, undefined, DECLINED);
  }

  #open(conferenceId: string): Room {
    const room = this.#exchange.rooms.rooms.get(conferenceId);
    if (room !== undefined) return room;
    throw new PbxError('wrongState', 'Nobody is in the conference.');
  }

  #require(conferenceId: string, participantId: string, place?: RoomParty['place']) {
    const room = this.#open(conferenceId);
    const parties = room.of(participantId).filter((party) => place === undefined || party.place === place);
    if (parties.length > 0) return { room, parties };
    const where = place === undefined ? 'the conference' : `its ${place}`;
    throw new PbxError('wrongState', `Participant ${participantId} is not in ${where}.`);
  }
}
