import type { Operation } from '@cordboard/contract';
import type { FastifyRequest } from 'fastify';

/** Marks a route with its operation, for metrics and limits. */
export function routeConfig(o: Operation): object {
  return { operationId: o.id };
}

/** Undefined: the path is no operation's. */
export function operationIdOf({ routeOptions }: FastifyRequest): string | undefined {
  return (routeOptions.config as { operationId?: string } | undefined)?.operationId;
}
