export { Recoveries } from './recoveries.ts';
