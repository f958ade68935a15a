import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import { readQuestion } from '../read-question.ts';
import type { HistoryService } from '../service.ts';
import { wantsHidden } from '../wants-hidden.ts';

export function updateCallRecords(app: FastifyInstance, http: HttpContext, service: HistoryService): void {
  const o = operations.updateCallRecords;
  operation(app, http, o, async ({ caller, query, body }) => {
    await service.hide(caller, readQuestion(query, o.odata).filter, wantsHidden(body));
    return {};
  });
}
