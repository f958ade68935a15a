import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RecordingsService } from '../service.ts';

export function getRecordingMedia(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  operation(app, http, operations.getRecordingMedia, ({ params, query, range }) =>
    service.sound(params.recordingId, query, range),
  );
}
