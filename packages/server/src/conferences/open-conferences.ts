import type { Address } from '@cordboard/contract';
import type { Clock } from '../clock.ts';
import type { BuiltInGateway } from '../gateways/index.ts';
import type { Caller } from '../http/index.ts';
import type { Ids } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Publications } from '../publications/index.ts';
import type { Storage } from '../storage/index.ts';
import { AttendanceService } from './attendance-service.ts';
import { Guesses } from './guesses.ts';
import { House } from './house.ts';
import { MeetingRecorder } from './meeting-recorder.ts';
import { ParticipantService } from './participant-service.ts';
import { SearchService } from './search-service.ts';
import { ConferenceService } from './service.ts';

export interface OpenConferencesOptions {
  readonly storage: Storage;
  readonly publications: Publications;
  readonly gateway: BuiltInGateway;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly publicUrl: string;
  /** Extension that asks for access codes. */
  readonly number: string | undefined;
  readonly tokenForCall: (caller: Caller, callee: string) => Promise<string>;
}

export type Conferences = ReturnType<typeof openConferences>;

/** The parts of the room, built once. */
export function openConferences(o: OpenConferencesOptions) {
  const { gateway, number, storage } = o;
  const guesses = new Guesses(o);
  const house = new House({ ...o, guesses });
  const recorder = new MeetingRecorder(o);
  const meetings = gateway.pbx.conferences;
  const conferences = new ConferenceService({
    ...o,
    guesses,
    addresses: () => addressesOf(gateway, number),
    deleted: (conferenceId) => {
      if (meetings.room(conferenceId) !== undefined) meetings.end(conferenceId);
    },
  });
  return {
    conferences,
    participants: new ParticipantService({ ...o, conferences, recorder, house }),
    attendances: new AttendanceService(storage),
    search: new SearchService(storage),
    /** Before the PBX takes calls. */
    async start(): Promise<void> {
      await recorder.start();
      if (number !== undefined) gateway.conferencesServed(number, house);
    },
    close: () => recorder.close(),
  };
}

/** The extension, and the numbers outside that lead to it. */
function addressesOf(gateway: BuiltInGateway, number: string | undefined): Address[] {
  if (number === undefined) return [];
  const outside = gateway.pbx.routes.numbers.list().filter(({ destination }) => destination === number);
  return [
    { type: 'sip', description: 'Internal', url: `sip:${number}@${gateway.registrar.replace(/^sip:/, '')}` },
    ...outside.map(
      (did): Address => ({ type: 'pstn', description: did.location ?? 'Outside', url: `tel:${did.number}` }),
    ),
  ];
}
