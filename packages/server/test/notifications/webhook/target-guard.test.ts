import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createTargetGuard } from '../../../src/notifications/webhook/target-guard.ts';

const strict = createTargetGuard([]);
const hostOf = (url: string) => new URL(url).hostname;

test.each([
  'http://127.0.0.1/',
  'http://127.8.9.10:8080/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://api.localhost/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.1/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[4000::1]/',
  'http://[fec0::1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://0.0.0.0/',
  'http://0/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://10.0.0.1/',
  'http://172.16.5.4/',
  'http://192.168.1.1/',
  'http://100.64.0.1/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
])('%s is refused', (url) => {
  expect(() => strict.checkHost(hostOf(url))).toThrow(expect.objectContaining({ code: 'target_refused' }));
});

test.each(['https://example.com/', 'http://93.184.215.14/', 'http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/'])(
  '%s is allowed',
  (url) => {
    expect(() => strict.checkHost(hostOf(url))).not.toThrow();
  },
);

test('an allowed range opens just itself, in whatever form the address comes', () => {
  const guard = createTargetGuard(['127.0.0.0/8', 'fd12::/16']);
  for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost', '[fd12::5]']) {
    expect(() => guard.checkHost(host)).not.toThrow();
  }
  for (const host of ['10.0.0.1', '[::1]', '169.254.169.254', '[fd13::5]']) {
    expect(() => guard.checkHost(host)).toThrow();
  }
});

test('what is no range is refused when the engine is made', () => {
  expect(() => createTargetGuard(['everywhere'])).toThrow();
});

test('names are judged by every address that they resolve to', async () => {
  const lookup = (allow: string[], options: { all: boolean }) =>
    promisify(createTargetGuard(allow).lookup as never as (host: string, o: object, done: () => void) => void)(
      'localhost',
      options,
    );
  await expect(lookup([], { all: true })).rejects.toMatchObject({ code: 'target_refused' });
  expect(await lookup(['127.0.0.0/8'], { all: true })).toEqual([{ address: '127.0.0.1', family: 4 }]);
  expect(await lookup(['127.0.0.0/8'], { all: false })).toBe('127.0.0.1');
});
