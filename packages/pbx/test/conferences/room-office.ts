import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneCall } from '@cordboard/phone';
import type { Admission, ConferenceChange, PartyInfo, RecordingInfo } from '../../src/index.ts';
import { eventually } from '../support/eventually.ts';
import { Office } from '../support/office.ts';

export const NUMBER = '7000';
export const CODE = '482915037';
const SHORT_CODE = '47';
export const LIMIT_MS = 8_000;
const ROOM = 'monday';

/** An office with a conference whose code is `CODE`, or a short one; who comes in is known by the extension or number. */
export class RoomOffice {
  readonly office: Office;
  readonly changes: ConferenceChange[] = [];
  readonly recordings: RecordingInfo[] = [];
  readonly #folder: string;
  /** What the conference is set to. */
  admission: {
    readonly refuses?: 'tooManyGuesses';
    readonly waits?: boolean;
    readonly settings?: Partial<Admission['settings']>;
  } = {};

  private constructor(office: Office, folder: string) {
    this.office = office;
    this.#folder = folder;
  }

  static async open(): Promise<RoomOffice> {
    const folder = await mkdtemp(join(tmpdir(), 'rooms-'));
    const office = await Office.open({ recordings: { file: (id) => join(folder, `${id}.wav`) } });
    const rooms = new RoomOffice(office, folder);
    office.pbx.directory.set({ endpointId: NUMBER, name: 'Conferences', credentials: undefined });
    office.pbx.conferences.serve(NUMBER, {
      admit: async (code, { number }) => {
        if (rooms.admission.refuses !== undefined) return rooms.admission.refuses;
        if (code !== CODE && code !== SHORT_CODE) return undefined;
        const settings = { conferenceId: ROOM, name: 'Monday round', muteOnEntry: false, record: false };
        const { settings: others, ...rest } = rooms.admission;
        return { participantId: number, waits: false, ...rest, settings: { ...settings, ...others } };
      },
    });
    office.pbx.onConferenceChanged((change) => rooms.changes.push(change));
    office.pbx.onRecordingChanged((recording) => rooms.recordings.push(recording));
    return rooms;
  }

  get conferences() {
    return this.office.pbx.conferences;
  }

  /** An extension's telephone dials in and says `tone`. */
  async dialIn(endpointId: string, tone: number): Promise<PhoneCall> {
    const phone = await this.office.addPhone(endpointId, { tone });
    const call = await phone.dial(NUMBER);
    await call.until('connected', LIMIT_MS);
    call.press(`${SHORT_CODE}#`);
    await this.until(endpointId, 'room', 'lobby');
    return call;
  }

  party(participantId: string): PartyInfo | undefined {
    return this.conferences.parties(ROOM).find((party) => party.participantId === participantId);
  }

  async until(participantId: string, ...places: PartyInfo['place'][]): Promise<PartyInfo> {
    return await eventually(() => {
      const party = this.party(participantId);
      return party !== undefined && places.includes(party.place) && party;
    }, `${participantId} in ${places}`);
  }

  /** Place and end of each change of a party. */
  story(participantId: string): string[] {
    return this.changes
      .flatMap(({ party }) => (party?.participantId === participantId ? [party] : []))
      .map(({ place, end, muted }) => [place, end, muted ? 'muted' : undefined].filter(Boolean).join(' '));
  }

  async close(): Promise<void> {
    await this.office.close();
    await rm(this.#folder, { recursive: true });
  }
}

/** Nothing of it is heard any more. */
export async function deaf(call: PhoneCall, ...frequencies: number[]): Promise<void> {
  await eventually(() => frequencies.every((hz) => !call.heard().tones.includes(hz)), `no ${frequencies} Hz`);
}

/** The meeting goes on for a while. */
export async function talk(call: PhoneCall, ms: number): Promise<void> {
  const { packetsReceived } = call.heard();
  await eventually(() => call.heard().packetsReceived >= packetsReceived + ms / 20, 'some talk');
}
