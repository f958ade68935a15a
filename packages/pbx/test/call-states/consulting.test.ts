import { playRows } from './play-rows.ts';
import { numbers, type PartyName } from './row.ts';
import { consulting } from './rows/consulting.ts';
import type { Scene } from './scene.ts';

const consult = (scene: Scene, to: PartyName) => scene.asks('A', { action: 'consult', destination: numbers[to] });

/** Joins the party that the endpoint held with the one that it consulted. */
const transfer = (scene: Scene, by: PartyName, consulted: PartyName, held: PartyName) =>
  scene.asks(by, { action: 'supervisedTransfer', otherCallId: scene.call(by, held).callId }, consulted);

playRows(consulting, {
  consulted: (scene) => consult(scene, 'B'),
  consultedAnswers: (scene) => scene.lifts('B'),
  consultedIsBusy: async (scene) => scene.at('B').reject(),
  consultedHangsUp: async (scene) => scene.at('B').hangup(),
  swapped: (scene) => scene.asks('A', { action: 'retrieve' }, 'outside'),
  heldHangsUp: async (scene) => scene.at('outside').hangup(),
  phoneHangsUp: async (scene) => scene.at('A').hangup(),
  transferred: (scene) => transfer(scene, 'A', 'B', 'outside'),
  transferredInside: (scene) => transfer(scene, 'B', 'C', 'A'),
  transferredOut: (scene) => transfer(scene, 'A', 'outside', 'B'),
  transferredWhileRinging: (scene) => transfer(scene, 'A', 'B', 'outside'),
  transferredToItself: (scene) => transfer(scene, 'A', 'outside', 'outside'),
  consultedNobody: (scene) => consult(scene, 'nobody'),
  consultedUnreachable: (scene) => consult(scene, 'D'),
});
