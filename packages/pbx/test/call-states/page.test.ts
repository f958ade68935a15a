import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { callStatesPage } from './page.ts';
import { sections } from './sections.ts';

test('docs/call-states.md lists exactly these rows', async () => {
  const page = fileURLToPath(new URL('../../../../docs/call-states.md', import.meta.url));
  await expect(callStatesPage()).toMatchFileSnapshot(page);
});

test.each(Object.keys(sections))('the rows of %s are played', (name) => {
  const played = readFileSync(new URL(`./${name}.test.ts`, import.meta.url), 'utf8');
  const rows = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect(played).toContain(`playRows(${rows}, {`);
});
