import { playRows } from './play-rows.ts';
import { unanswered } from './rows/unanswered.ts';

playRows(unanswered, {
  outsideGivesUp: async (scene) => scene.at('outside').hangup(),
  callerGivesUp: async (scene) => scene.at('A').hangup(),
  callerEnded: (scene) => scene.asks('A', { action: 'end' }),
  calleeEnded: (scene) => scene.asks('B', { action: 'end' }),
  busy: async (scene) => scene.at('B').reject(),
  declined: async (scene) => scene.at('B').reject(603),
  notAnswered: {
    pbx: { timings: { ringTimeoutMs: 500 } },
    play: (scene) =>
      scene
        .at('A')
        .until('ended', 5_000)
        .catch(() => {}),
  },
  outsideBusy: async (scene) => scene.at('outside').reject(),
  ownPhoneDeclines: async (scene) => scene.at('A').reject(),
  ownCallEnded: (scene) => scene.asks('A', { action: 'end' }),
  shutDown: (scene) => scene.office.shutDown(),
});
