import { expect, test } from 'vitest';
import { until } from '../media/support/until.ts';
import { SetClock } from '../support/set-clock.ts';
import { eachWorld } from '../support/world.ts';
import { keep, record } from './support/records.ts';

const DAY_MS = 86_400_000;

eachWorld('call records', (start) => {
  async function left(days: number): Promise<string[]> {
    const first = await start();
    const { place } = first;
    const now = Date.now();
    const ended = (daysAgo: number) => ({ endedOn: now - daysAgo * DAY_MS });
    await keep(
      first.storage,
      Array.from({ length: 700 }, (_, n) => record(n, 'ada', ended(11))),
    );
    await keep(first.storage, [record(1_000, 'ada', ended(9)), record(1_001, 'ada', { endedOn: null, createdOn: 5 })]);
    await first.close();
    const world = await start({ place, config: { callRecordDays: days }, clock: new SetClock() });
    const ids = async () => {
      const rows = await world.storage.read.selectFrom('callRecords').select('callId').orderBy('createdOn').execute();
      return rows.map(({ callId }) => callId);
    };
    if (days > 0) await until(async () => (await ids()).length === 2, 'old records gone');
    await world.close();
    const again = await start({ place });
    const rows = await again.storage.read.selectFrom('callRecords').select('callId').orderBy('createdOn').execute();
    return rows.map(({ callId }) => callId);
  }

  test('go so many days after the end of their call', async () => {
    // The one without an end was ended by the start; it is not old.
    expect(await left(10)).toEqual(['1001', '1000']);
  });

  test('stay for ever with 0', async () => {
    expect(await left(0)).toHaveLength(702);
  });
});
