export { CommandOutcomes } from './command-outcomes.ts';
