import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { transferringAtThePhone } from './rows/transferring-at-the-phone.ts';
import type { Scene } from './scene.ts';

/** The phone's two calls become one of the far parties. */
function transfers(scene: Scene): Promise<number> {
  const [first, second] = scene.phone('A').calls;
  if (first === undefined || second === undefined) throw new Error('A’s phone has no two calls');
  return first.transferTo(second);
}

playRows(transferringAtThePhone, {
  blind: async (scene) => {
    void scene
      .at('A')
      .transfer(numbers.B)
      .catch(() => {});
    await scene.rings('B');
  },
  blindAndLifted: async (scene) => {
    const told = scene.at('A').transfer(numbers.B);
    await scene.lifts('B');
    await told;
  },
  blindToBusy: async (scene) => {
    const told = scene.at('A').transfer(numbers.B);
    (await scene.rings('B')).reject();
    await told;
  },
  blindToNobody: (scene) => scene.at('A').transfer(numbers.nobody),
  blindOut: async (scene) => {
    void scene
      .at('B')
      .transfer(numbers.outside)
      .catch(() => {});
    await scene.rings('outside');
  },
  attended: transfers,
  attendedWhileRinging: async (scene) => {
    void transfers(scene).catch(() => {});
  },
  attendedGone: async (scene) => {
    const [first, second] = scene.phone('A').calls;
    scene.at('B').hangup();
    await second?.until('ended', 5_000);
    if (second !== undefined) await first?.transferTo(second);
  },
});
