import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { deleteRecording } from './routes/deleteRecording.ts';
import { getRecording } from './routes/getRecording.ts';
import { getRecordingMedia } from './routes/getRecordingMedia.ts';
import { getRecordings } from './routes/getRecordings.ts';
import { updateRecording } from './routes/updateRecording.ts';
import type { RecordingsService } from './service.ts';

export { RecordingFiles } from './files.ts';
export { openRecordings } from './open-recordings.ts';
export { type SoundAnswer, soundOf } from './sound.ts';

const routes = [deleteRecording, getRecording, getRecordingMedia, getRecordings, updateRecording];

/** Serves recordings and their sound. */
export function recordingRoutes(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  for (const route of routes) route(app, http, service);
}
