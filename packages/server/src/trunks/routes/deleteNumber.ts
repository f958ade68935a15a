import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function deleteNumber(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.deleteNumber, async ({ caller, params }) => ({
    body: await service.numbers.delete(caller, params.numberId),
  }));
}
