import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { VoicemailService } from '../service.ts';

export function deleteVoicemail(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  operation(app, http, operations.deleteVoicemail, async ({ caller, params: { endpointId, messageId } }) => ({
    body: await service.delete(caller, endpointId, messageId),
  }));
}
