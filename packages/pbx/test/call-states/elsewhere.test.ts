import { playRows } from './play-rows.ts';
import { numbers } from './row.ts';
import { elsewhere } from './rows/elsewhere.ts';

playRows(elsewhere, {
  otherPhone: async (scene) => {
    await scene.plugIn('A', false);
    await scene.dials('outside', 'A');
    await scene.lifts('A');
  },
  pickedUp: async (scene) => {
    await scene.phone('C').dial(`**${numbers.A}`);
  },
  otherMember: (scene) => scene.lifts('C'),
});
