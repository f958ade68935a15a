import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { getCallRecord } from './routes/getCallRecord.ts';
import { getCallRecords } from './routes/getCallRecords.ts';
import { getCalls } from './routes/getCalls.ts';
import { updateCallRecord } from './routes/updateCallRecord.ts';
import { updateCallRecords } from './routes/updateCallRecords.ts';
import type { HistoryService } from './service.ts';

export { HistoryRetention } from './retention.ts';
export { SearchIndexer } from './search/search-indexer.ts';
export { HistoryService } from './service.ts';

const routes = [getCallRecord, getCallRecords, getCalls, updateCallRecord, updateCallRecords];

/** Serves the history of calls. */
export function historyRoutes(app: FastifyInstance, http: HttpContext, service: HistoryService): void {
  for (const route of routes) route(app, http, service);
}
