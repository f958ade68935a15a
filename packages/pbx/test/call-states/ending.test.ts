import { hurriedClock } from '../support/hurried-clock.ts';
import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { ending } from './rows/ending.ts';

playRows(ending, {
  outsideHangsUp: async (scene) => scene.at('outside').hangup(),
  calleeHangsUpOutside: async (scene) => scene.at('A').hangup(),
  callerHangsUp: async (scene) => scene.at('A').hangup(),
  calleeHangsUp: async (scene) => scene.at('B').hangup(),
  callerEnded: (scene) => scene.asks('A', { action: 'end' }),
  calleeEnded: (scene) => scene.asks('B', { action: 'end' }),
  phoneGone: {
    pbx: { clock: hurriedClock(20), timings: { keepAliveMs: 1_000 } },
    play: async (scene) => {
      await scene.phone('B').close();
      const phone = await scene.office.addPhoneWithPlug(numbers.B);
      await (await scene.dials('A', 'B')).until('connected', 5_000);
      await phone.pull();
      await scene.at('A').until('ended', 10_000);
    },
  },
  extensionRemoved: async (scene) => scene.office.pbx.directory.remove(numbers.B),
  mediaLost: (scene) => scene.office.mediaWorker.terminate(),
  shutDown: (scene) => scene.office.shutDown(),
});
