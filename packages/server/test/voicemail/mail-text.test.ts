import { expect, test } from 'vitest';
import { mailText } from '../../src/voicemail/mail-text.ts';

const row = {
  ...{ messageId: 'm-1', endpointId: '2880', fromNumber: '+16135550100', fromName: 'Eve', heard: 0 },
  ...{ createdOn: Date.UTC(2026, 10, 25, 12), durationMs: 12_400 },
};
const link = 'https://calls.example.com/x';

test.each([
  ['en-US', 'Voice message from Eve (+16135550100)', 'November', 'Length: 12 s'],
  ['fr-CA', 'Message vocal de Eve (+16135550100)', 'novembre', 'Durée : 12 s'],
  ['de', 'Sprachnachricht von Eve (+16135550100)', 'November', 'Länge: 12 s'],
  ['xx-nonsense', 'Voice message from Eve (+16135550100)', 'November', 'Length: 12 s'],
])('%s', (languageCode, subject, month, length) => {
  const mail = mailText(row, { languageCode, link });
  expect(mail.subject).toBe(subject);
  for (const words of [month, length, link]) expect(mail.text).toContain(words);
});

test('a caller without a name, and one whose name would forge lines', () => {
  expect(mailText({ ...row, fromName: null }, { languageCode: 'en', link }).subject).toBe(
    'Voice message from +16135550100',
  );
  const { text } = mailText({ ...row, fromName: 'Eve\r\nSound: https://evil.example' }, { languageCode: 'en', link });
  expect(text.match(/^Sound: /gm)).toHaveLength(1);
});
