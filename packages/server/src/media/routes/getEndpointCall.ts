import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { MediaService } from '../service.ts';

export function getEndpointCall(app: FastifyInstance, http: HttpContext, service: MediaService): void {
  operation(app, http, operations.getEndpointCall, async ({ caller, params }) => ({
    body: await service.getCall(caller, params.endpointId, params.callId),
  }));
}
