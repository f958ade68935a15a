import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function getNumber(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.getNumber, async ({ caller, params }) => ({
    body: await service.numbers.get(caller, params.numberId),
  }));
}
