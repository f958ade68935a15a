import { CordboardClient } from '@cordboard/sdk';
import { expect, test, vi } from 'vitest';
import { cordboard, startServer } from './support/cordboard.ts';

const admin = { username: 'admin@example.com', password: 'a long enough password' };

async function office(...extensions: string[]) {
  const { url, sip: server } = await startServer({
    CORDBOARD_ADMIN_EMAIL: admin.username,
    CORDBOARD_ADMIN_PASSWORD: admin.password,
  });
  const client = new CordboardClient({ url });
  await client.signIn(admin);
  const { accountId } = await client.whoAmI();
  const passwords: string[] = [];
  for (const extension of extensions) {
    await client.users.createIn(accountId, { email: `${extension}@example.com`, name: extension, extension });
    passwords.push((await client.endpoint(extension).createCredentials()).password);
  }
  return { client, server, passwords };
}

/** Waits for the telephone to say it. */
const says = (run: Awaited<ReturnType<typeof cordboard>>, words: RegExp | string) =>
  vi.waitFor(() => expect(run.stdout + run.stderr).toMatch(words), { timeout: 10_000 });

test('two telephones in terminals: one dials, the other answers, both hear the tone of the other', async () => {
  const { server, passwords } = await office('2880', '2881');
  const phone = (extension: string, password: string, ...args: string[]) =>
    cordboard(['phone', '-u', extension, '-s', server, ...args], { CORDBOARD_PHONE_PASSWORD: password });
  const ada = await phone('2880', passwords[0]!, '--tone', '600');
  const grace = await phone('2881', passwords[1]!, '--tone', '900');
  await says(ada, '2880 is registered at');
  await says(grace, '2881 is registered at');

  ada.child.stdin.write('dial 2881\n');
  await says(grace, 'ringing: 2880');
  grace.child.stdin.write('answer\n');
  await says(ada, 'connected: 2881');
  await vi.waitFor(() => {
    for (const one of [ada, grace]) one.child.stdin.write('heard\n');
    expect(ada.stdout).toMatch(/tones: 900 Hz/);
    expect(grace.stdout).toMatch(/tones: 600 Hz/);
  }, 10_000);

  ada.child.stdin.write('hangup\n');
  await says(grace, 'ended: 2880');
  for (const one of [ada, grace]) {
    one.child.stdin.write('quit\n');
    expect(await one.ended).toBe(0);
  }
}, 30_000);

test('a program answers for the telephone', async () => {
  const { client, server, passwords } = await office('2880', '2881');
  const ada = await cordboard(['phone', '-u', '2880', '-p', passwords[0]!, '-s', server]);
  const grace = await cordboard(['phone', '-u', '2881', '-p', passwords[1]!, '-s', server, '--transport', 'tcp']);
  await says(grace, '2881 is registered at');
  await says(ada, '2880 is registered at');
  ada.child.stdin.write('dial 2881\n');
  await says(grace, 'ringing: 2880');
  const [call] = await client.endpoint('2881').calls();
  await client.endpoint('2881').call(call!.callId).answer();
  await says(grace, 'connected: 2880');
}, 30_000);

test('a wrong password is told in words', async () => {
  const { server } = await office('2880');
  const run = await cordboard(['phone', '-u', '2880', '-p', 'wrong', '-s', server]);
  expect(await run.ended).toBe(1);
  expect(run.stderr).toMatch(/error .*(password|401|403)/);
  expect(run.stderr).not.toContain('    at ');
}, 30_000);

test('without a password it says where to get one; a bad flag is named', async () => {
  const run = await cordboard(['phone', '-u', '2880']);
  expect(await run.ended).toBe(2);
  expect(run.stderr).toContain('POST /endpoints/{endpointId}/credentials');
  const other = await cordboard(['phone', '-u', '2880', '--tone', '9']);
  expect(await other.ended).toBe(1);
  expect(other.stderr).toContain('A frequency from 50 to 3400 Hz.');
});
