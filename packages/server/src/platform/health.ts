import type { Health } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';
import { accessToken, type HttpContext, reaches } from '../http/index.ts';

/** One part of the server that can be well or not: resolves, or throws in words. */
export type HealthCheck = () => Promise<void>;

export interface HealthOptions {
  readonly version: string;
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly warnings: () => Promise<readonly string[]>;
}

/**
 * GET /health and /ready: 200 when every part is well, else 503 naming the part. Without a token, for load balancers:
 * what is wrong with a part, and what else there is to see to, may name addresses and is for administrators and the log.
 */
export function healthRoutes(app: FastifyInstance, http: HttpContext, o: HealthOptions): void {
  const unwell = new Set<string>();
  for (const path of ['/health', '/ready']) {
    app.get(path, { config: { rateLimit: false } }, async (request, reply) => {
      const states = await Promise.all(
        Object.entries(o.checks).map(async ([name, check]) => [name, await stateOf(check)] as const),
      );
      for (const [name, state] of states) tellChange(http, unwell, name, state);
      const well = states.every(([, state]) => state === 'ok');
      const health: Health = { status: well ? 'ok' : 'unavailable', checks: Object.fromEntries(states) };
      void reply.code(well ? 200 : 503);
      if (!(await isAdministrator(http, request.headers.authorization))) return forStrangers(health);
      return { ...health, version: o.version, warnings: [...(await o.warnings())] } satisfies Health;
    });
  }
}

function forStrangers({ status, checks = {} }: Health): Health {
  const names = Object.entries(checks).map(([name, state]) => [name, state === 'ok' ? state : 'unavailable'] as const);
  return { status, checks: Object.fromEntries(names) };
}

/** A token that cannot be checked, for the database is away, is none. */
async function isAdministrator(http: HttpContext, header: string | undefined): Promise<boolean> {
  const token = accessToken(header);
  if (token === undefined) return false;
  try {
    const caller = await http.authenticate(token);
    return caller !== undefined && caller.scope === undefined && reaches(caller.role, 'ACCOUNT_ADMIN');
  } catch {
    return false;
  }
}

/** Once for each change, however often it is asked. */
function tellChange({ log }: HttpContext, unwell: Set<string>, part: string, state: string): void {
  if (state === 'ok') {
    if (unwell.delete(part)) log.info({ part }, 'A part of the server is well again');
  } else if (!unwell.has(part)) {
    unwell.add(part);
    log.error({ part, state }, 'A part of the server is not well');
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
