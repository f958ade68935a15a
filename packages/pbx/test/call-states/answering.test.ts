import { playRows } from './play-rows.ts';
import { answering } from './rows/answering.ts';

playRows(answering, {
  lifted: (scene) => scene.lifts('A'),
  answeredByProgram: (scene) => scene.asks('A', { action: 'answer' }),
  liftedInside: (scene) => scene.lifts('B'),
  answeredByProgramInside: (scene) => scene.asks('B', { action: 'answer' }),
  outsideLifted: (scene) => scene.lifts('outside'),
  notAnsweredByProgram: (scene) => scene.asks('C', { action: 'answer' }),
  answeredOwn: (scene) => scene.asks('A', { action: 'answer' }),
});
