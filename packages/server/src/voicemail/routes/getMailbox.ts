import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { VoicemailService } from '../service.ts';

export function getMailbox(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  operation(app, http, operations.getMailbox, async ({ caller, params: { endpointId } }) => ({
    body: await service.mailbox(caller, endpointId),
  }));
}
