import { openApi } from '@cordboard/contract';
import type { FastifyInstance } from 'fastify';

/** GET /openapi.json: the contract of this server as OpenAPI 3.1. */
export function openApiRoute(app: FastifyInstance, publicUrl: string): void {
  const document = JSON.stringify(openApi({ serverUrl: publicUrl }));
  app.get('/openapi.json', async (_request, reply) => {
    void reply.header('content-type', 'application/json; charset=utf-8');
    return document;
  });
}
