import type { Exchange } from '../engine/exchange.ts';
import type { Room } from './room.ts';

/** Records a meeting from now on. @throws PbxError recordingUnavailable */
export function startRecording(exchange: Exchange, room: Room): void {
  if (room.recording?.live === true) return;
  const { conferenceId } = room.settings;
  room.recording = exchange.recordings.startRoom({
    conferenceId,
    instanceId: room.instanceId,
    record: (file) => room.mixer.record(file),
  });
  exchange.rooms.tell(room);
}
