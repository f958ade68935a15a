import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SecretKeyError } from '../../src/secrets/index.ts';
import { eachWorld, type World } from '../support/world.ts';

const fileOf = ({ place }: World) => join(place.dataDir, 'secret.key');
const newKey = () => randomBytes(32);

eachWorld('The key of the secrets', (start) => {
  /** A server that was closed after its first start. */
  async function before(secretKey?: Buffer): Promise<World> {
    const world = await start({ people: false, ...(secretKey === undefined ? {} : { config: { secretKey } }) });
    await world.close();
    return world;
  }

  async function refused(world: World, secretKey?: Buffer): Promise<string> {
    const again = start({ place: world.place, people: false, config: { secretKey } });
    const error = await again.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SecretKeyError);
    return (error as Error).message;
  }

  test('is not made anew while the database needs the lost one', async () => {
    const world = await before();
    const key = await readFile(fileOf(world));
    await rm(fileOf(world));
    const words = await refused(world);
    expect(words).toContain(`their key ${fileOf(world)} is not there`);
    expect(words).toContain('Put back secret.key from the backup');
    await expect(readFile(fileOf(world))).rejects.toThrow('ENOENT');
    await writeFile(fileOf(world), key);
    await start({ place: world.place, people: false });
  });

  test('is another one: the file is named', async () => {
    const world = await before();
    await writeFile(fileOf(world), newKey().toString('base64'));
    expect(await refused(world)).toContain(`another key than that of ${fileOf(world)}`);
  });

  test.each(['', 'nonsense', newKey().subarray(1).toString('base64')])('is no key: "%s"', async (text) => {
    const world = await before();
    await writeFile(fileOf(world), text);
    expect(await refused(world)).toContain('does not hold a key (32 bytes in base64)');
  });

  test('comes from the settings: then there is no file, and another one is refused', async () => {
    const key = newKey();
    const world = await before(key);
    await expect(readFile(fileOf(world))).rejects.toThrow('ENOENT');
    expect(await refused(world, newKey())).toContain('another key than that of CORDBOARD_SECRET_KEY');
    expect(await refused(world)).toContain('or set CORDBOARD_SECRET_KEY to the key that was used before');
    await start({ place: world.place, people: false, config: { secretKey: key } });
  });
});
