import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

test('docs/dependencies.md has a row for each direct dependency, and no other', async () => {
  const page = await readFile(join(root, 'docs/dependencies.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (@?[a-z][\w./-]*) +\|/gm)]
    .map((match) => match[1])
    .filter((name) => name !== 'package');
  const manifests = globSync(
    ['package.json', 'packages/*/package.json', 'apps/*/package.json', 'bench/package.json', 'e2e/package.json'],
    {
      cwd: root,
    },
  );
  const wanted = new Set<string>();
  for (const manifest of manifests) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(await readFile(join(root, manifest), 'utf8'));
    for (const name of Object.keys({ ...dependencies, ...devDependencies }))
      if (!name.startsWith('@cordboard/')) wanted.add(name);
  }
  expect([...rows].sort()).toEqual([...wanted].sort());
});
