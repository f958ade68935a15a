import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { ringGroups } from './rows/ring-groups.ts';

playRows(ringGroups, {
  rings: async (scene) => {
    scene.setGroup();
    await scene.dials('A', 'G');
  },
  lifted: (scene) => scene.lifts('B'),
  oneDeclines: async (scene) => {
    scene.at('B').reject();
    await scene.office.settled();
    await scene.lifts('C');
  },
  allDecline: async (scene) => {
    scene.at('B').reject();
    scene.at('C').reject();
  },
  callerGivesUp: async (scene) => scene.at('A').hangup(),
  redirected: (scene) => scene.asks('B', { action: 'redirect', destination: numbers.outside }),
  oneAfterTheOther: async (scene) => {
    scene.setGroup({ strategy: 'inOrder', ringMs: 300 });
    await scene.dials('A', 'G');
    await scene.rings('C');
  },
  overflows: async (scene) => {
    scene.setGroup({ ringMs: 300, overflow: numbers.outside });
    await scene.dials('A', 'G');
    await scene.rings('outside');
  },
});
