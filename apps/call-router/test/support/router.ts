import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type RouterOptions, startRouter } from '../../src/index.ts';
import { FakePlatform } from './platform.ts';

/** Monday to Sunday at all hours, so that the time of the test run does not matter. */
export const rulesText = `
endpoints: ["2880"]
country: CA
rules:
  - { name: Ottawa, area: [613, 343], to: "2881" }
  - { name: Home, area: 514, to: "2880" }
  - { name: Wait, area: 418, to: stay }
default: { to: "2882" }
`;

/** Keeps what is reported. */
class Lines {
  readonly calls: string[] = [];
  readonly infos: string[] = [];
  readonly warnings: string[] = [];
  call = (line: string) => void this.calls.push(line);
  info = (line: string) => void this.infos.push(line);
  warn = (line: string) => void this.warnings.push(line);
}

export async function rulesFileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'call-router-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'rules.yaml');
  await writeFile(path, text);
  return path;
}

export async function startPlatform(): Promise<FakePlatform> {
  const platform = await FakePlatform.start();
  onTestFinished(() => platform.close());
  return platform;
}

/** A router that runs against a platform of its own. */
export async function running(options: Partial<RouterOptions> & { platform?: FakePlatform } = {}) {
  const { platform = await startPlatform(), ...rest } = options;
  const report = new Lines();
  const rulesFile = rest.rulesFile ?? (await rulesFileWith(rulesText));
  const router = await startRouter({
    url: platform.url,
    username: 'admin@example.com',
    password: 'right',
    rulesFile,
    listen: { host: '127.0.0.1', port: 0 },
    report,
    ...rest,
  });
  onTestFinished(() => router.close());
  return { platform, router, report, rulesFile };
}
