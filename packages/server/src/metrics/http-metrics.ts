import { Histogram, type Registry } from 'prom-client';

/** Seconds. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];

/** Duration and outcome of HTTP requests. */
export class HttpMetrics {
  readonly #durations: Histogram<'operation' | 'status'>;

  constructor(registry: Registry) {
    this.#durations = new Histogram({
      name: 'cordboard_http_request_seconds',
      help: 'Duration of HTTP requests by operation and status class',
      labelNames: ['operation', 'status'],
      buckets: BUCKETS,
      registers: [registry],
    });
  }

  observe(operation: string, status: number, elapsedMs: number): void {
    this.#durations.observe({ operation, status: `${Math.floor(status / 100)}xx` }, elapsedMs / 1_000);
  }
}
