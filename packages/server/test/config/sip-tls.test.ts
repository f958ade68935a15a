import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config.ts';
import { writeCertificate } from '../support/certificate.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-tls-'));
  writeCertificate(folder);
});
afterEach(() => rm(folder, { recursive: true }));

const names = ['CORDBOARD_SIP_TLS_PORT', 'CORDBOARD_SIP_TLS_CERT', 'CORDBOARD_SIP_TLS_KEY'];
const load = (...values: string[]) =>
  loadConfig(Object.fromEntries(names.map((name, at) => [name, values[at]])), folder);

function problems(...values: string[]): string {
  try {
    load(...values);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n').replaceAll(folder, '');
    throw error;
  }
  return '';
}

test('off unless set; the files may lie beside the settings', () => {
  expect(load().sipTls).toBeUndefined();
  expect(load('5061', 'own.pem', 'own-key.pem').sipTls).toEqual({
    port: 5_061,
    files: { certificate: join(folder, 'own.pem'), key: join(folder, 'own-key.pem') },
  });
});

test.each([
  [['5061'], 'CORDBOARD_SIP_TLS_CERT is missing: it takes the PEM file of the certificate'],
  [['5061'], 'CORDBOARD_SIP_TLS_KEY is missing'],
  [
    ['', 'own.pem', 'own-key.pem'],
    'CORDBOARD_SIP_TLS_PORT is missing: it takes the port of SIP over TLS, usually 5061',
  ],
  [['5060', 'own.pem', 'own-key.pem'], 'it takes another port than CORDBOARD_SIP_PORT'],
  [['5o61', 'own.pem', 'own-key.pem'], 'CORDBOARD_SIP_TLS_PORT is "5o61": it takes a whole number'],
  [['5061', 'none.pem', 'own-key.pem'], '/none.pem: there is no such file'],
  [['5061', 'own.pem', '.'], ': EISDIR'],
  [['5061', 'own-key.pem', 'own-key.pem'], '/own-key.pem does not hold a certificate in PEM'],
  [['5061', 'own.pem', 'own.pem'], '/own.pem does not hold a private key without a passphrase in PEM'],
])('%j: %s', (values, words) => {
  expect(problems(...values)).toContain(words);
});

test('a key of another certificate is told', () => {
  writeCertificate(folder, 'other');
  expect(problems('5061', 'own.pem', 'other-key.pem')).toContain('is not the key of the certificate in /own.pem');
});

test('a file that is no text is told', async () => {
  await writeFile(join(folder, 'own-key.pem'), Buffer.alloc(100, 0xff));
  expect(problems('5061', 'own.pem', 'own-key.pem')).toContain('does not hold a private key');
});
