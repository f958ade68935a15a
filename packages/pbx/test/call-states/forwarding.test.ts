import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { forwarding } from './rows/forwarding.ts';

const toB = { forwarding: { always: numbers.B } };
const whenBusy = { forwarding: { busy: numbers.B } };

playRows(forwarding, {
  always: async (scene) => {
    scene.sets('A', toB);
    await scene.dials('outside', 'A');
  },
  alwaysLifted: async (scene) => {
    scene.sets('A', toB);
    await scene.dials('C', 'A');
    await scene.lifts('B');
  },
  alwaysOut: async (scene) => {
    scene.sets('A', { forwarding: { always: numbers.outside } });
    await scene.dials('C', 'A');
  },
  busy: async (scene) => {
    scene.sets('A', whenBusy);
    await scene.dials('outside', 'A');
    (await scene.rings('A')).reject();
  },
  declined: async (scene) => {
    scene.sets('A', whenBusy);
    await scene.dials('outside', 'A');
    await scene.rings('A');
    await scene.asks('A', { action: 'end' });
  },
  noAnswer: async (scene) => {
    scene.sets('A', { forwarding: { noAnswer: { destination: numbers.B, afterMs: 200 } } });
    await scene.dials('outside', 'A');
  },
  notReachable: async (scene) => {
    scene.sets('D', { forwarding: { notReachable: numbers.B } });
    await scene.dials('outside', 'D');
  },
  notDisturbed: async (scene) => {
    scene.sets('A', { dnd: true });
    await scene.dials('B', 'A');
  },
  notDisturbedForwards: async (scene) => {
    scene.sets('A', { dnd: true, ...whenBusy });
    await scene.dials('outside', 'A');
  },
  targetIsBusy: async (scene) => {
    scene.sets('A', toB);
    await scene.dials('outside', 'A');
    (await scene.rings('B')).reject();
  },
  loop: async (scene) => {
    scene.sets('A', toB);
    scene.sets('B', { forwarding: { always: numbers.A } });
    await scene.dials('C', 'A');
  },
});
