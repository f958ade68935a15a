import { expect, test } from 'vitest';
import { readSender, readSmtpUrl } from '../../src/mail/smtp-settings.ts';

test.each([
  ['smtps://mail.example.com', { host: 'mail.example.com', port: 465, encryption: 'tls' }],
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, encryption: 'whenOffered' }],
  ['smtp://[::1]:25', { host: '::1', port: 25, encryption: 'whenOffered' }],
  [
    'smtp://me%40here:p%2Fw@mail.example.com/',
    { host: 'mail.example.com', port: 587, encryption: 'starttls', login: { user: 'me@here', password: 'p/w' } },
  ],
  [
    'smtp://me:pw@127.0.0.1:2525',
    { host: '127.0.0.1', port: 2_525, encryption: 'whenOffered', login: { user: 'me', password: 'pw' } },
  ],
])('%s', (url, settings) => {
  expect(readSmtpUrl(url)).toEqual(settings);
});

test.each([
  '',
  'mail.example.com',
  'https://mail.example.com',
  'smtp://',
  'smtp://h/x',
  'smtp://h?pool=1',
  'smtp://%ff@h',
])('no server of mails: %s', (url) => {
  expect(readSmtpUrl(url)).toBeUndefined();
});

test.each([
  ['calls@example.com', { name: '', address: 'calls@example.com' }],
  ['<calls@example.com>', { name: '', address: 'calls@example.com' }],
  ['The Calls <calls@example.com>', { name: 'The Calls', address: 'calls@example.com' }],
  ['"Calls, Inc." <calls@example.com>', { name: 'Calls, Inc.', address: 'calls@example.com' }],
])('%s', (text, sender) => {
  expect(readSender(text)).toEqual(sender);
});

test.each(['', 'calls', 'Calls calls@example.com', 'a@b, c@d', '<a@b> <c@d>', 'x\r\nBcc: y <a@b>'])(
  'no sender: %s',
  (text) => {
    expect(readSender(text)).toBeUndefined();
  },
);
