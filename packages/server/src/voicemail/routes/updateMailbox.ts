import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { VoicemailService } from '../service.ts';

export function updateMailbox(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  operation(app, http, operations.updateMailbox, async ({ caller, params: { endpointId }, body }) => ({
    body: await service.updateMailbox(caller, endpointId, body),
  }));
}
