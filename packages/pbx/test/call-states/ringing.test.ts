import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { ringing } from './rows/ringing.ts';

playRows(ringing, {
  outsideDials: (scene) => scene.dials('outside', 'A'),
  extensionDials: (scene) => scene.dials('A', 'B'),
  extensionDialsOut: (scene) => scene.dials('A', 'outside'),
  programDials: { clickToDial: true, play: (scene) => scene.makes('A', { to: numbers.B }) },
  programDialsLifted: (scene) => scene.lifts('A'),
  programDialsOut: { clickToDial: true, play: (scene) => scene.makes('A', { to: numbers.outside }) },
  programDialsNobody: (scene) => scene.makes('A', { to: numbers.nobody }),
  programDialsUnreachable: (scene) => scene.makes('A', { to: numbers.D }),
  extensionDialsNobody: (scene) => scene.dials('A', 'nobody'),
  extensionDialsUnreachable: (scene) => scene.dials('A', 'D'),
  outsideDialsNobody: (scene) => scene.dials('outside', 'nobody'),
  outsideDialsUnreachable: (scene) => scene.dials('outside', 'D'),
});
