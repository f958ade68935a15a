import { expect, test } from 'vitest';
import { listen } from '../../sip-access/support.ts';
import { SetClock } from '../../support/set-clock.ts';
import { eachWorld } from '../../support/world.ts';
import { Ear } from './support.ts';

const DAY_MS = 86_400_000;

eachWorld('the URL of a connection', (start) => {
  test('is good for a day; then the connection ends', async () => {
    const clock = new SetClock();
    const world = await start({ clock });
    const url = new URL((await (await world.as('ada')).post('/connections', { transport: 'websocket' })).body.url);
    url.port = String(await listen(world));
    clock.advance(DAY_MS - 60_000);
    const ear = await Ear.connect(url.href);
    clock.advance(60_000);
    await expect.poll(() => ear.closed, { timeout: 12_000 }).toEqual([4401]);
    await expect(Ear.connect(url.href)).rejects.toThrow('closed');
  });
});
