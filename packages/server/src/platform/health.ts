import type { Health } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';

/** One part of the server that can be well or not: resolves, or throws in words. */
export type HealthCheck = () => Promise<void>;

/** GET /health and /ready: 200 when every part is well, else 503 naming the part. Without a token, for load balancers, whom warnings do not concern. */
export function healthRoutes(
  app: FastifyInstance,
  version: string,
  checks: Readonly<Record<string, HealthCheck>>,
  warnings: () => readonly string[] = () => [],
): void {
  for (const path of ['/health', '/ready']) {
    app.get(path, { config: { rateLimit: false } }, async (_request, reply) => {
      const states = await Promise.all(
        Object.entries(checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
      );
      const well = states.every(([, state]) => state === 'ok');
      const body: Health = {
        status: well ? 'ok' : 'unavailable',
        version,
        checks: Object.fromEntries(states),
        warnings: [...warnings()],
      };
      void reply.code(well ? 200 : 503);
      return body;
    });
  }
}

async function stateOf(check: HealthCheck): Promise<string> {
  try {
    await check();
    return 'ok';
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  }
}
