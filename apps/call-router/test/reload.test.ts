import { rename, writeFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { rulesText, running } from './support/router.ts';

const patience = { timeout: 5_000 };

test('a change of the rules counts at once', async () => {
  const { platform, report, rulesFile } = await running();
  await writeFile(rulesFile, rulesText.replace('"2881"', '"2889"'));
  await vi.waitFor(() => expect(report.infos.at(-1)).toBe('rules read again: 3 rules for 2880'), patience);
  await platform.deliver({});
  await vi.waitFor(() => expect(report.calls[0]).toContain('Ottawa -> 2889 | redirected'));
});

test('a file put in the place of the old one counts too, again and again', async () => {
  const { platform, report, rulesFile } = await running();
  for (const to of ['"2888"', '"2889"']) {
    const before = report.infos.length;
    await writeFile(`${rulesFile}.new`, rulesText.replace('"2881"', to));
    await rename(`${rulesFile}.new`, rulesFile);
    await vi.waitFor(() => expect(report.infos.slice(before)).toHaveLength(1), patience);
  }
  await platform.deliver({});
  await vi.waitFor(() => expect(report.calls[0]).toContain('Ottawa -> 2889 | redirected'));
});

test('a bad file keeps the former rules and says so; a good one afterwards is taken', async () => {
  const { platform, report, rulesFile } = await running();
  await writeFile(rulesFile, rulesText.replace('area: 514', 'aera: 514'));
  await vi.waitFor(() => expect(report.warnings).toHaveLength(1), patience);
  expect(report.warnings[0]).toContain('the new rules are not used, the former ones stay:\n');
  expect(report.warnings[0]).toContain(`${rulesFile}:6:19: rules[1].aera: unknown field`);
  await platform.deliver({});
  await vi.waitFor(() => expect(report.calls[0]).toContain('Ottawa -> 2881 | redirected'));
  await writeFile(rulesFile, rulesText);
  await vi.waitFor(() => expect(report.infos.at(-1)).toContain('rules read again'), patience);
});

test('other lines in the new rules make another subscription', async () => {
  const { platform, report, rulesFile } = await running();
  platform.calls.set('2900', []);
  await writeFile(rulesFile, rulesText.replace('["2880"]', '["2880", "2900"]'));
  await vi.waitFor(() => expect(platform.made).toHaveLength(2), patience);
  expect(platform.latest.subjectFilter).toBe('^/2017-09-01/endpoints/(?:2880|2900)/calls/');
  await vi.waitFor(() => expect([...platform.subscriptions.keys()]).toEqual([platform.latest.subscriptionId]));
  await platform.deliver({ endpointId: '2900', callId: '1' });
  await vi.waitFor(() => expect(report.calls[0]).toContain('call 2900/1'));
});
