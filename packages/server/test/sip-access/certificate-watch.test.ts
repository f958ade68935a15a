import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { silentLog } from '../../src/log.ts';
import { CertificateWatch, type ReadCertificate, readCertificate } from '../../src/sip-access/index.ts';
import { writeCertificate } from '../support/certificate.ts';

let folder: string;
let watch: CertificateWatch;
let files: { certificate: string; key: string };
let current: ReadCertificate;
let now: number;
const used: ReadCertificate[] = [];
const said: string[] = [];
/** What is to be done next, and when. */
let due: { ms: number; run: () => void } | undefined;

const clock: Clock = {
  now: () => now,
  after(ms, run) {
    due = { ms, run };
    return {
      cancel: () => {
        due = undefined;
      },
    };
  },
};

function aMinuteLater(): void {
  expect(due?.ms).toBe(60_000);
  due?.run();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-watch-'));
  files = writeCertificate(folder);
  now = Date.now();
  current = readCertificate(files);
  for (const list of [used, said]) list.length = 0;
  const say = (_o: object, words: string) => said.push(words);
  const log = { ...silentLog, warn: say, info: say };
  watch = new CertificateWatch({ files, current, renewed: (next) => used.push(next), clock, log });
});
afterEach(() => rm(folder, { recursive: true }));

test('a renewed certificate is put into use, once; an unchanged one is left alone', async () => {
  watch.start();
  aMinuteLater();
  expect(used).toEqual([]);
  const next = writeCertificate(folder, 'next');
  await copyFile(next.certificate, files.certificate);
  await copyFile(next.key, files.key);
  aMinuteLater();
  aMinuteLater();
  expect(used).toEqual([readCertificate(next)]);
  expect(said).toEqual(['A new certificate is in use for SIP over TLS']);
});

test('while the files do not fit, the old one stays in use, and it is said once', async () => {
  watch.start();
  const next = writeCertificate(folder, 'next');
  await copyFile(next.certificate, files.certificate);
  aMinuteLater();
  aMinuteLater();
  expect(used).toEqual([]);
  expect(said).toEqual(['The certificate of SIP over TLS cannot be renewed']);
  await writeFile(files.key, 'nonsense');
  aMinuteLater();
  expect(said).toHaveLength(2);
  await copyFile(next.key, files.key);
  aMinuteLater();
  expect(used).toHaveLength(1);
});

test.each([
  [15, []],
  [17, ['The certificate of SIP over TLS expires soon']],
  [31, ['The certificate of SIP over TLS has expired']],
])('%i days after it was made for 30 days, it says %j', (days, words) => {
  now += days * 86_400_000;
  watch.start();
  expect(said).toEqual(words);
});

test('closed, it looks no more', () => {
  watch.start();
  watch.close();
  expect(due).toBeUndefined();
});
