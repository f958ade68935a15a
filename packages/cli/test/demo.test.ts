import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cordboard } from './support/cordboard.ts';

test('the demo plays the whole story, prints each exchange, and leaves nothing behind', async () => {
  const run = await cordboard(['demo']);
  expect(await run.ended, run.stdout + run.stderr).toBe(0);
  const told = run.stdout;
  for (const line of [
    /→ POST \/2017-09-01\/subscriptions \{.*platform-api-media/,
    /⇐ webhook, signature good: PUT \/2017-09-01\/endpoints\/2880\/calls\/\d+ .*"from":"\+16135550100".*"state":"ringing"/,
    /router │ PUT \/2017-09-01\/endpoints\/2880\/calls\/\d+ \{"action":"redirect","destination":"2881"\} -> 200/,
    /→ PUT \/2017-09-01\/endpoints\/2881\/calls\/\d+ \{"action":"answer"\}/,
    /✓ 2881 hears the caller: 425 Hz, \d+ RTP packets/,
    /✓ 2881 hears 2882: 1200 Hz, \d+ RTP packets/,
    /→ PUT \/2017-09-01\/endpoints\/2881\/calls\/\d+ \{"action":"supervisedTransfer"/,
    /✓ the caller hears 2882: 1200 Hz, \d+ RTP packets/,
    /✓ no call at 2880, 2881 or 2882/,
  ]) {
    expect(told).toMatch(line);
  }
  expect(told).not.toContain('demo only, thrown away');
  expect(told).not.toMatch(/"(access_token|secret|refresh_token)":"[^*]/);
  expect(await readdir(run.folder)).toEqual([]);
}, 60_000);
