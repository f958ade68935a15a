import { Command } from 'commander';
import { Narrator } from '../demo/narrator.ts';
import { setStage } from '../demo/stage.ts';
import { playStory } from '../demo/story.ts';
import { complain, pc, say } from '../say.ts';

/** `cordboard demo`: the whole call story on a server that is thrown away. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Play the whole call story on a throw-away server: real SIP, real RTP, each HTTP exchange printed')
    .option('--full', 'print JSON whole instead of its beginning', false)
    .action(demo);
}

async function demo({ full }: { full: boolean }): Promise<void> {
  const begun = performance.now();
  const narrator = new Narrator(full);
  const things = new AsyncDisposableStack();
  try {
    const stage = await setStage(narrator, things);
    narrator.title(
      'Cordboard demo: a call rings, a program is told, the program moves it',
      `API ${stage.server.url}   SIP ${stage.server.registrar}   data ${stage.folder} (removed at the end)`,
    );
    await playStory(stage, narrator);
    await things.disposeAsync();
  } catch (error) {
    complain(`The demo stopped: ${(error as Error).message}`);
    process.exitCode = 1;
    await things.disposeAsync();
    return;
  }
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  say(`\n${pc.green('Done')} in ${seconds} s. Now your own: ${pc.bold('npm start')}, then the README.`);
}
