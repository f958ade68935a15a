import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Api } from '../support/api.ts';
import { hasProgram } from '../support/outside-programs.ts';
import { ServerProcess } from '../support/server-process.ts';
import { scan } from '../support/sipvicious.ts';
import { until } from '../support/until.ts';

const KNOWN = ['2880', '2881'];
/** More than an address may guess in a minute. */
const GUESSES = 60;

// What the internet does to every SIP server within its first hour, with the program that it does it with.
describe.skipIf(!hasProgram('svwar', 'sipvicious'))('sipvicious', () => {
  let folder: string;
  let server: ServerProcess;
  let password: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sipvicious-'));
    server = await ServerProcess.start();
    const api = await Api.signIn(server);
    const phones = await Promise.all(KNOWN.map((extension) => api.createPhone(extension)));
    password = phones[0]?.password ?? expect.unreachable();
  }, 60_000);

  afterAll(async () => {
    await server?.remove();
    await rm(folder, { recursive: true });
  });

  const scanner = (program: Parameters<typeof scan>[0], ...args: string[]) => scan(program, server.sip.port, args);

  test('svmap finds a SIP server, and is not told which one', async () => {
    const output = await scanner('svmap');
    expect(output).toContain(`127.0.0.1:${server.sip.port}`);
    expect(output).not.toMatch(/cordboard/i);
  }, 60_000);

  test.each(['REGISTER', 'INVITE'])(
    'svwar by %s finds nothing: every extension is answered alike',
    async (method) => {
      const careful = await scanner('svwar', '-e2870-2889', '-m', method);
      expect(careful).toContain('authentication request for an unknown extension');
      const forced = await scanner('svwar', '-e2870-2889', '-m', method, '--force');
      expect(forced).toContain('found nothing');
      for (const extension of KNOWN) expect(forced).not.toMatch(new RegExp(`\\| ${extension} +\\|`));
    },
    60_000,
  );

  test('svwar by OPTIONS finds nothing', async () => {
    expect(await scanner('svwar', '-e2870-2889', '-m', 'OPTIONS')).toContain('found nothing');
  }, 60_000);

  /** svcrack knows MD5 alone, and is offered it alone once it has left the other challenge unanswered. */
  async function crack(name: string, words: string[]): Promise<string> {
    const dictionary = join(folder, name);
    await writeFile(dictionary, `${words.join('\n')}\n`);
    return await until(
      async () => {
        const output = await scanner('svcrack', '-u', KNOWN[0] as string, '-d', dictionary);
        return output.includes('Unknown algorithm') ? undefined : output;
      },
      'svcrack challenged with MD5',
      20_000,
    );
  }

  test('svcrack finds a password that it is given, so it works, but not one behind many guesses', async () => {
    expect(await crack('right.txt', [password])).toContain(password);
    const guesses = Array.from({ length: GUESSES }, (_, guess) => `guess${guess}`);
    const output = await crack('many.txt', [...guesses, password]);
    expect(output).not.toContain(password);
    expect(output).toContain('found nothing');
    const blocked = await crack('right.txt', [password]);
    expect(blocked).not.toContain(password);
  }, 60_000);

  test('nothing of it is left', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^cordboard_pbx_legs 0$/m);
    expect(server.output).not.toMatch(/"level":(50|60)/);
  });
});
