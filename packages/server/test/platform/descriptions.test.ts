import { operations } from '@cordboard/contract';
import { expect, test } from 'vitest';
import { eachWorld } from '../support/world.ts';

eachWorld('What a server says of itself', (start) => {
  test('its contract as OpenAPI, under its public address', async () => {
    const { stranger } = await start({ config: { publicUrl: 'https://calls.example.com' } });
    const { status, body, headers } = await stranger.outside('GET', '/openapi.json');
    expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    expect(body.openapi).toMatch(/^3\.1\./);
    expect(body.servers[0].url).toContain('https://calls.example.com');
    const ids = Object.values(body.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId?: string }>).map(({ operationId }) => operationId),
    );
    for (const { id } of Object.values(operations)) expect(ids).toContain(id);
  });

  test('its figures for Prometheus, without whom they are about', async () => {
    const world = await start();
    await (await world.as('ada')).get('/token');
    const { status, body, headers } = await world.stranger.outside('GET', '/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toMatch(/cordboard_http_request_seconds_count\{operation="\w+",status="2xx"\} 1/);
    for (const name of ['pbx_legs', 'pbx_calls', 'pbx_registrations', 'pbx_media_sessions', 'webhooks_in_flight'])
      expect(body).toContain(`cordboard_${name} 0`);
    expect(body).toContain('process_cpu_seconds_total');
    expect(body).not.toContain('example.com');
  });
});
