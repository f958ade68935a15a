import { Pool } from 'undici';
import type { TargetGuard } from './target-guard.ts';

/** Sockets to one origin: enough that one slow subscription leaves some for the others there. */
const SOCKETS_PER_ORIGIN = 64;
/** Origins with open sockets. */
const MAX_ORIGINS = 1_000;
const KEEP_ALIVE_MS = 10_000;

/** One pool of sockets per origin; those that nobody has used for longest are closed when there are too many. */
export class Connections {
  readonly #pools = new Map<string, Pool>();
  readonly #guard: TargetGuard;
  readonly #connectTimeoutMs: number;

  constructor(guard: TargetGuard, connectTimeoutMs: number) {
    this.#guard = guard;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /** @throws TargetRefused */
  to(url: URL): Pool {
    // undici asks lookup for names only, so addresses are judged here.
    this.#guard.checkHost(url.hostname);
    const pool = this.#pools.get(url.origin) ?? this.#open(url.origin);
    this.#pools.delete(url.origin);
    this.#pools.set(url.origin, pool);
    return pool;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #open(origin: string): Pool {
    this.#closeIdle();
    return new Pool(origin, {
      connections: SOCKETS_PER_ORIGIN,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: KEEP_ALIVE_MS,
      // The attempt has its own time limit, on the injected clock.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { lookup: this.#guard.lookup, timeout: this.#connectTimeoutMs },
    });
  }

  #closeIdle(): void {
    if (this.#pools.size < MAX_ORIGINS) return;
    for (const [origin, pool] of this.#pools) {
      if (pool.stats.running + pool.stats.pending + pool.stats.queued > 0) continue;
      this.#pools.delete(origin);
      void pool.destroy();
      return;
    }
  }
}
