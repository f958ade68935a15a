import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { RecordingsService } from '../service.ts';

export function updateRecording(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  operation(app, http, operations.updateRecording, async ({ caller, params, body }) => ({
    body: await service.label(caller, params.recordingId, body),
  }));
}
