import { operations } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { type HttpContext, operation } from '../../http/index.ts';
import type { TrunksService } from '../service.ts';

export function createNumber(app: FastifyInstance, http: HttpContext, service: TrunksService): void {
  operation(app, http, operations.createNumber, async ({ caller, body }) => ({
    body: await service.numbers.create(caller, body),
  }));
}
