import { expect, test } from 'vitest';
import { systemClock as clock } from '../../src/clock.ts';
import { createIds } from '../../src/ids.ts';
import { silentLog as log } from '../../src/log.ts';
import { createPublications } from '../../src/publications/index.ts';
import { StorageError } from '../../src/storage/index.ts';
import { VoicemailFiles, VoicemailStore } from '../../src/voicemail/index.ts';
import { until } from '../media/support/until.ts';
import { GatedStorage } from '../notifications/support/gated-storage.ts';
import { eachPlace, openAt } from '../support/storage.ts';

eachPlace('a message that ends while the database does not save', (makePlace) => {
  test('is not lost: it is there, counted and announced once when it saves again', async () => {
    const place = await makePlace();
    const storage = new GatedStorage(await openAt(place));
    const ids = createIds(clock);
    const counts: unknown[] = [];
    const store = new VoicemailStore({
      storage,
      publications: createPublications({ storage, clock, ids, log }),
      clock,
      ids,
      log,
      files: new VoicemailFiles(place.dataDir),
      entryOf: (endpointId) => ({ endpointId, accountId: 'a-1', userId: 'u-ada', siteId: 'built-in' }),
      arrived: async () => {},
      counted: async (_tx, _entry, count) => void counts.push(count),
      found: () => {},
    });
    await store.start();
    try {
      const { messageId } = await store.begin('2880', { number: '2881' });
      storage.failure = new StorageError('the disk is full');
      storage.failures = 2;
      await store.finish(messageId, 2_000);
      const rows = () => storage.read.selectFrom('voicemail').select('durationMs').execute();
      expect(await rows()).toEqual([{ durationMs: null }]);
      await until(async () => (await rows())[0]?.durationMs === 2_000, 'the message');
      expect(counts).toEqual([{ new: 1, old: 0 }]);
      const told = await storage.read.selectFrom('publications').select('method').execute();
      expect(told).toEqual([{ method: 'POST' }]);
    } finally {
      await store.close();
    }
  });
});
