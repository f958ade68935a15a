import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, operation } from '../../http/index.ts';
import { presentRecord } from '../presenter.ts';
import type { HistoryService } from '../service.ts';

export function getCallRecord(app: FastifyInstance, http: HttpContext, service: HistoryService): void {
  operation(app, http, operations.getCallRecord, async ({ caller, params, self }) => {
    const rows = await service.ofCall(caller, params.callId);
    return { body: collection(self, rows.map(presentRecord)) };
  });
}
