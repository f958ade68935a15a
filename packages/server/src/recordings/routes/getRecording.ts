import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { badRequest, type HttpContext, operation, parseOData } from '../../http/index.ts';
import type { RecordingsService } from '../service.ts';

export function getRecording(app: FastifyInstance, http: HttpContext, service: RecordingsService): void {
  const o = operations.getRecording;
  operation(app, http, o, async ({ caller, params, query }) => {
    const { expand } = parseOData(query, { fields: {}, options: o.odata });
    if (expand.some((name) => name !== 'media')) throw badRequest('$expand', '$expand takes media.');
    return { body: await service.get(caller, params.recordingId, expand.includes('media'), query['media-format']) };
  });
}
