import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { HttpMetrics } from './http-metrics.ts';

/** Figures of the moment: name without prefix, help, and how to read it. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** Name of the label, when there is one figure for each of several kinds. */
  readonly label?: string;
  read(): number | Readonly<Record<string, number>>;
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
    for (const { name, help, label, read } of readings) {
      new Gauge({
        name: `cordboard_${name}`,
        help,
        labelNames: label === undefined ? [] : [label],
        registers: [this.#registry],
        collect() {
          const value = read();
          if (typeof value === 'number') this.set(value);
          else for (const [kind, count] of Object.entries(value)) this.set({ [label ?? 'kind']: kind }, count);
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
