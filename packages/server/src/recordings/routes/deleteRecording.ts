import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RecordingsService } from '../service.ts';

export function deleteRecording(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  operation(app, http, operations.deleteRecording, async ({ caller, params }) => ({
    body: await service.delete(caller, params.recordingId),
  }));
}
