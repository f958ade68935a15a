import { existsSync, globSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { settings } from '@cordboard/server';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'apps/*/*.md', 'packages/*/*.md'], { cwd: root });
const read = (page: string) => readFile(join(root, page), 'utf8');

test("the README's table has every setting, in the words of --help", async () => {
  const rows = [...(await read('README.md')).matchAll(/^\| `(CORDBOARD_\w+)` +\| (.*?) +\|$/gm)];
  expect(Object.fromEntries(rows.map(([, name, words]) => [name, words]))).toEqual(settings);
});

test.each(pages)('%s: each link leads to a file or heading that is there', async (page) => {
  const text = await read(page);
  for (const [, link] of text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
    const [path = '', heading] = (link as string).split('#');
    const file = path === '' ? page : join(dirname(page), path);
    expect(existsSync(join(root, file)), `${link} in ${page}`).toBe(true);
    if (heading !== undefined) expect(headingsOf(await read(file)), `${link} in ${page}`).toContain(heading);
  }
});

test('ARCHITECTURE.md names every package, and every room of the server and the PBX', async () => {
  const map = await read('ARCHITECTURE.md');
  for (const name of await foldersOf('packages')) expect(map).toContain(`  ${name}/ `);
  for (const room of await foldersOf('packages/server/src')) expect(map).toContain(`\`${room}/\``);
  for (const room of await foldersOf('packages/pbx/src')) expect(map).toContain(`\`${room}/\``);
});

async function foldersOf(path: string): Promise<string[]> {
  const entries = await readdir(join(root, path), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Anchors of a page, as its readers' programs make them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    (heading as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
