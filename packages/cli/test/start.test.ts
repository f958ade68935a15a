import { settings } from '@cordboard/server';
import { expect, test } from 'vitest';
import { cordboard, startServer, takenPort } from './support/cordboard.ts';

test('start says where everything is and what to do next, and SIGTERM ends it with 0', async () => {
  const { run, url } = await startServer();
  expect(run.stdout).toMatch(/SIP +sip:127\.0\.0\.1:\d+/);
  expect(run.stdout).toContain(`${run.folder}/data`);
  expect(run.stdout).toMatch(/open http:\/\/\S+\/setup\?code=\S+ to make the first account/);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(run.stdout).toContain('Closed.');
  expect(run.stderr).not.toContain('"level":50');
});

test('a port in use is named, with the settings that choose another', async () => {
  const port = await takenPort();
  const run = await cordboard(['start'], { CORDBOARD_SIP_PORT: '0', CORDBOARD_HTTP_PORT: String(port) });
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain(`127.0.0.1:${port} is in use by another program`);
  expect(run.stderr).not.toContain('    at ');
});

test('every problem of the settings is told at once, without a stack', async () => {
  const run = await cordboard(['start'], { CORDBOARD_HTTP_PORT: 'http', CORDBOARD_TRUNK_PEER: 'nowhere' });
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain('The settings have 2 problems');
  expect(run.stderr).toContain('CORDBOARD_HTTP_PORT is "http"');
  expect(run.stderr).toContain('CORDBOARD_TRUNK_PEER is "nowhere"');
  expect(run.stderr).not.toContain('    at ');
});

test('--help lists every setting', async () => {
  const run = await cordboard(['start', '--help']);
  expect(await run.ended).toBe(0);
  for (const name of Object.keys(settings)) expect(run.stdout).toContain(name);
});

test('an unknown command is refused with the ones that there are', async () => {
  const run = await cordboard(['strat']);
  expect(await run.ended).toBe(1);
  expect(run.stderr).toContain("unknown command 'strat'");
  expect(run.stderr).toContain('Did you mean start?');
});
