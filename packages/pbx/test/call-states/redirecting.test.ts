import { playRows } from './play-rows.ts';
import { numbers, type PartyName } from './row.ts';
import { redirecting } from './rows/redirecting.ts';
import type { Scene } from './scene.ts';

const redirect = (scene: Scene, from: PartyName, to: PartyName) =>
  scene.asks(from, { action: 'redirect', destination: numbers[to] });

playRows(redirecting, {
  redirected: (scene) => redirect(scene, 'A', 'B'),
  redirectedAndLifted: async (scene) => {
    await redirect(scene, 'A', 'B');
    await scene.lifts('B');
  },
  redirectedInside: (scene) => redirect(scene, 'B', 'C'),
  redirectedOut: (scene) => redirect(scene, 'B', 'outside'),
  redirectedToBusy: async (scene) => {
    await redirect(scene, 'A', 'B');
    (await scene.rings('B')).reject();
  },
  redirectedToNobody: (scene) => redirect(scene, 'A', 'nobody'),
  redirectedToUnreachable: (scene) => redirect(scene, 'A', 'D'),
  redirectedOwn: (scene) => redirect(scene, 'A', 'C'),
  redirectedAnswered: (scene) => redirect(scene, 'A', 'B'),
});
