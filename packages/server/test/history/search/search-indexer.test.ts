import { expect, test } from 'vitest';
import { until } from '../../media/support/until.ts';
import { cleanUpAfterEach, temporaryFolder } from '../../support/storage.ts';
import { World } from '../../support/world.ts';
import { keep, record } from '../support/records.ts';

cleanUpAfterEach();

test('a running server takes all calls that are over into the index, batch after batch', async () => {
  const place = await temporaryFolder();
  const first = await World.start(place);
  await keep(
    first.storage,
    Array.from({ length: 130 }, (_, n) => record(n, 'ada')),
  );
  await first.close();
  const world = await World.start(place);
  try {
    const { read } = world.storage;
    const left = () => read.selectFrom('callRecords').select('callId').where('searchId', 'is', null).execute();
    await until(async () => (await left()).length === 0, 'no record left out');
    const keys = await read.selectFrom('callRecords').select('searchId').orderBy('searchId').execute();
    expect(keys.map(({ searchId }) => searchId)).toEqual(Array.from({ length: 130 }, (_, n) => n + 1));
  } finally {
    await world.close();
  }
});
