import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { collection, type HttpContext, nextLink, operation } from '../../http/index.ts';
import { presentRecord } from '../presenter.ts';
import { readQuestion } from '../read-question.ts';
import type { HistoryService } from '../service.ts';

export function getCallRecords(app: FastifyInstance, http: HttpContext, service: HistoryService): void {
  const o = operations.getCallRecords;
  operation(app, http, o, async ({ caller, query, self }) => {
    const odata = readQuestion(query, o.odata);
    const { rows, next } = await service.list(caller, odata);
    const link = next === undefined ? undefined : nextLink(self, query, odata, next);
    return { body: collection(self, rows.map(presentRecord), link) };
  });
}
