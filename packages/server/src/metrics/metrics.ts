import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { HttpMetrics } from './http-metrics.ts';

/** Figures of the moment: name without prefix, help, and how to read it. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  read(): number;
}

/** What /metrics shows, in the format of Prometheus. */
export class Metrics {
  readonly http: HttpMetrics;
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    this.http = new HttpMetrics(this.#registry);
  }

  gauges(readings: readonly Reading[]): void {
    for (const { name, help, read } of readings) {
      new Gauge({
        name: `cordboard_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(read());
        },
      });
    }
  }

  route(app: FastifyInstance): void {
    app.get('/metrics', { config: { rateLimit: false } }, async (_request, reply) => {
      void reply.header('content-type', this.#registry.contentType);
      return await this.#registry.metrics();
    });
  }
}
