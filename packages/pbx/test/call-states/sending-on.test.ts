import { playRows } from './play-rows.ts';
import { numbers, type PartyName } from './row.ts';
import { sendingOn } from './rows/sending-on.ts';
import type { Scene } from './scene.ts';

const sendOn = (scene: Scene, from: PartyName, to: PartyName) =>
  scene.asks(from, { action: 'blindTransfer', destination: numbers[to] });

playRows(sendingOn, {
  sentOn: (scene) => sendOn(scene, 'A', 'B'),
  sentOnAndLifted: (scene) => scene.lifts('B'),
  sentOnInside: async (scene) => {
    await sendOn(scene, 'B', 'C');
    await scene.lifts('C');
  },
  heldIsSentOn: (scene) => sendOn(scene, 'A', 'B'),
  sentOut: (scene) => sendOn(scene, 'B', 'outside'),
  sentToNobody: (scene) => sendOn(scene, 'A', 'nobody'),
  sentToUnreachable: (scene) => sendOn(scene, 'A', 'D'),
  comesBack: { pbx: { timings: { transferRingTimeoutMs: 500 } }, play: (scene) => scene.rings('A') },
  comesBackAndIsLifted: async (scene) => {
    scene.at('B').reject();
    await scene.lifts('A');
  },
  waitingHangsUp: async (scene) => scene.at('outside').hangup(),
});
