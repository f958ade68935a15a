#!/usr/bin/env node
import { Command } from 'commander';
import { demoCommand } from './commands/demo.ts';
import { phoneCommand } from './commands/phone.ts';
import { startCommand } from './commands/start.ts';
import { version } from './version.ts';

const program = new Command('cordboard')
  .description('An open, self-hosted communications platform: call control on real SIP phones behind one REST API')
  .version(version)
  .showHelpAfterError()
  .addCommand(startCommand())
  .addCommand(phoneCommand())
  .addCommand(demoCommand());

await program.parseAsync();
