import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { HistoryService } from '../service.ts';
import { wantsHidden } from '../wants-hidden.ts';

export function updateCallRecord(app: FastifyInstance, http: HttpContext, service: HistoryService): void {
  operation(app, http, operations.updateCallRecord, async ({ caller, params, body }) => {
    await service.hideCall(caller, params.callId, wantsHidden(body));
    return {};
  });
}
