import { randomUUID } from 'node:crypto';
import type { Mixer } from '../media/index.ts';
import type { RoomInfo, RoomSettings } from './conference-info.ts';
import type { RoomParty } from './room-party.ts';
import type { RoomRecording } from './room-recording.ts';

/** A meeting under way. */
export class Room {
  readonly instanceId = randomUUID();
  readonly settings: RoomSettings;
  readonly mixer: Mixer;
  readonly parties = new Set<RoomParty>();
  locked = false;
  ended = false;
  recording: RoomRecording | undefined;

  constructor(settings: RoomSettings, mixer: Mixer) {
    this.settings = settings;
    this.mixer = mixer;
  }

  /** A participant may be there with several telephones. */
  of(participantId: string): RoomParty[] {
    return [...this.parties].filter((party) => party.participantId === participantId);
  }

  snapshot(): RoomInfo {
    const recording = this.recording?.live === true ? this.recording.state : 'off';
    return Object.freeze({
      conferenceId: this.settings.conferenceId,
      instanceId: this.instanceId,
      state: this.ended ? 'ended' : 'active',
      locked: this.locked,
      recording,
    });
  }
}
