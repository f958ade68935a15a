import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { VoicemailService } from '../service.ts';

export function getVoicemailMedia(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  operation(
    app,
    http,
    operations.getVoicemailMedia,
    async ({ caller, params: { endpointId, messageId }, range }) =>
      await service.sound(caller, endpointId, messageId, range),
  );
}
