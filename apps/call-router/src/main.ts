import { messageOf } from './route-call.ts';
import { startRouter } from './router.ts';
import { explain, readTime } from './rules/explain.ts';
import { loadRules, summary } from './rules-file.ts';
import { type Command, help, readSettings } from './settings.ts';

async function run(command: Command): Promise<void> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(help);
      return;
    case 'check': {
      const { rules } = await loadRules(command.rulesFile);
      process.stdout.write(`${command.rulesFile}: good; ${summary(rules)}\n`);
      return;
    }
    case 'explain': {
      const { rules } = await loadRules(command.rulesFile);
      const at = command.at === undefined ? Temporal.Now.instant() : timeOf(command.at, rules.timezone);
      process.stdout.write(`${explain(rules, command.number, at)}\n`);
      return;
    }
    case 'run': {
      const router = await startRouter(command.options);
      const signal = await asked();
      await router.close();
      process.stdout.write(`ended by ${signal}\n`);
    }
  }
}

/** Resolves when the program is asked to end; asked a second time, it ends at once. */
async function asked(): Promise<NodeJS.Signals> {
  const signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'];
  return await new Promise((resolve) => {
    const end = (signal: NodeJS.Signals) => {
      for (const one of signals) process.off(one, end);
      resolve(signal);
    };
    for (const one of signals) process.on(one, end);
  });
}

function timeOf(text: string, timezone: string): Temporal.Instant {
  try {
    return readTime(text, timezone);
  } catch {
    throw new Error(`--at takes a time such as 2026-11-24T20:00, not "${text}"`);
  }
}

try {
  await run(readSettings(process.argv.slice(2), process.env));
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
