import { afterEach, beforeEach, expect, test } from 'vitest';
import { Company } from '../media/support/company.ts';
import { people } from '../media/support/people.ts';
import { until } from '../media/support/until.ts';

let company: Company;

beforeEach(async () => {
  company = await Company.temporary();
});
afterEach(() => company.close());

/** The figures that /metrics shows now, by name and labels. */
async function figures(): Promise<Map<string, number>> {
  const text = await (await fetch(`${company.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('cordboard_'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

const shows = (name: string, value: number) =>
  until(async () => (await figures()).get(`cordboard_${name}`) === value, `${name} is ${value}`);

test('connections by transport, registrations, and what a call takes', async () => {
  for (const kind of ['tcp', 'tls', 'ws', 'wss']) await shows(`sip_connections{transport="${kind}"}`, 0);
  const server = { host: '127.0.0.1', port: company.sipPort, transport: 'tcp' as const };
  const desk = await company.phone(people.ada, { server });
  await company.phone(people.ben);
  await shows('sip_connections{transport="tcp"}', 1);
  await shows('pbx_registrations', 2);
  await desk.dial('2881');
  await company.callId(people.ben, 'ringing');
  for (const [name, value] of [
    ['pbx_calls', 2],
    ['pbx_legs', 2],
    ['pbx_media_sessions', 2],
    ['sip_dialogs', 2],
  ] as const) {
    await shows(name, value);
  }
  expect((await figures()).get('cordboard_sip_transactions')).toBeGreaterThan(0);
  await company.quiet();
  await desk.close();
  await shows('sip_connections{transport="tcp"}', 0);
  await shows('sip_dialogs', 0);
});

test('a telephone on a WebSocket', async () => {
  await company.phone(people.ada, { webSocket: { url: `${company.url.replace('http', 'ws')}/sip` } });
  await shows('sip_connections{transport="ws"}', 1);
});
