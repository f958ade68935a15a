import type { ConferenceChange, ConferenceHouse } from './conference-info.ts';
import type { Room } from './room.ts';
import type { RoomParty } from './room-party.ts';

/** The meetings under way, by conference. */
export class RoomBook {
  readonly rooms = new Map<string, Room>();
  /** Extension that asks for access codes. */
  number: string | undefined;
  house: ConferenceHouse | undefined;
  readonly #changed: (change: ConferenceChange) => void;

  constructor(changed: (change: ConferenceChange) => void) {
    this.#changed = changed;
  }

  /** Is it the number that asks for access codes? */
  answers(endpointId: string): boolean {
    return this.house !== undefined && endpointId === this.number;
  }

  /** The number that was dialled, and the access code when one stands behind a star: `7000*482915037`. */
  read(dialled: string): { number: string; accessCode?: string } {
    const [number = '', accessCode, ...more] = dialled.split('*');
    const direct = accessCode !== undefined && /^\d+$/.test(accessCode) && more.length === 0;
    return direct && this.answers(number) ? { number, accessCode } : { number: dialled };
  }

  tell(room: Room, party?: RoomParty): void {
    this.#changed({ room: room.snapshot(), ...(party === undefined ? {} : { party: party.snapshot() }) });
  }
}
