import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { conferring } from './rows/conferring.ts';

playRows(conferring, {
  joined: (scene) => scene.asks('A', { action: 'conference' }, 'outside'),
  joinedBySecond: (scene) => scene.asks('A', { action: 'conference' }, 'B'),
  grows: async (scene) => {
    await scene.asks('A', { action: 'consult', destination: numbers.C });
    await scene.lifts('C');
    await scene.asks('A', { action: 'conference' }, 'outside');
  },
  held: async (scene) => {
    await scene.asks('A', { action: 'hold' });
    await scene.asks('A', { action: 'retrieve' });
  },
  phoneHolds: (scene) => scene.at('B').hold(),
  organizerLeaves: async (scene) => scene.at('A').hangup(),
  partyLeaves: (scene) => scene.asks('B', { action: 'end' }),
  lastIsLetGo: async (scene) => {
    scene.at('outside').hangup();
    await scene.office.settled();
    scene.at('B').hangup();
  },
  shutDown: (scene) => scene.office.shutDown(),
  sentOn: (scene) => scene.asks('A', { action: 'blindTransfer', destination: numbers.C }),
  withNobody: (scene) => scene.asks('A', { action: 'conference' }),
  unanswered: (scene) => scene.asks('A', { action: 'conference' }, 'outside'),
});
