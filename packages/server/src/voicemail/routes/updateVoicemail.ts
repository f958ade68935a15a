import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { VoicemailService } from '../service.ts';

export function updateVoicemail(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  operation(app, http, operations.updateVoicemail, async ({ caller, params: { endpointId, messageId }, body }) => ({
    body: await service.update(caller, endpointId, messageId, body),
  }));
}
