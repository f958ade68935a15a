import { Command } from 'commander';
import { say } from '../say.ts';

export function demoCommand(): Command {
  return new Command('demo').description('x').action(() => say('x'));
}
