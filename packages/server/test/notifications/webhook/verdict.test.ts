import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../src/notifications/settings.ts';
import { judge } from '../../../src/notifications/webhook/verdict.ts';

const now = Date.parse('2026-05-04T09:30:00Z');
const retryMs = [5_000, 30_000];
const of = { attempts: 1, retryMs, random: 0.5, now };
const answered = (status: number, retryAfter?: string) => {
  const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return { status, headers, body: '', truncated: false };
};
const unanswered = { status: undefined, error: 'timeout' } as const;

describe('an attempt', () => {
  test.each([
    ['200', answered(200), { kind: 'delivered' }],
    ['204', answered(204), { kind: 'delivered' }],
    ['299', answered(299), { kind: 'delivered' }],
    ['301: redirects are not followed', answered(301), { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
    ['400', answered(400), { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
    ['410', answered(410), { kind: 'gone' }],
    ['500', answered(500), { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
    ['no answer', unanswered, { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
    ['429 without a time', answered(429), { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
    ['429 with seconds', answered(429, '60'), { kind: 'retry', pauseMs: 60_000, silentMs: 60_000 }],
    [
      '503 with a date',
      answered(503, 'Mon, 04 May 2026 09:31:00 GMT'),
      { kind: 'retry', pauseMs: 60_000, silentMs: 60_000 },
    ],
    ['500 with seconds: this subject alone', answered(500, '60'), { kind: 'retry', pauseMs: 60_000, silentMs: 0 }],
    ['429 with nonsense', answered(429, 'soon'), { kind: 'retry', pauseMs: 5_000, silentMs: 0 }],
  ] as const)('%s', (_name, answer, verdict) => {
    expect(judge(answer, of)).toEqual(verdict);
  });

  test.each([
    [2, { kind: 'retry', pauseMs: 30_000, silentMs: 0 }],
    [3, { kind: 'exhausted' }],
    [4, { kind: 'exhausted' }],
  ])('that fails as number %s', (attempts, verdict) => {
    expect(judge(answered(500), { ...of, attempts })).toEqual(verdict);
  });

  test('that succeeds is delivered, as the last one too', () => {
    expect(judge(answered(200), { ...of, attempts: 9 })).toEqual({ kind: 'delivered' });
  });
});

test('by default a delivery is tried eleven times in three days', () => {
  const hours = defaultSettings.retryMs.reduce((sum, ms) => sum + ms, 0) / 3_600_000;
  expect(defaultSettings.retryMs).toHaveLength(10);
  expect(hours).toBeGreaterThan(70);
  expect(hours).toBeLessThan(72);
});
