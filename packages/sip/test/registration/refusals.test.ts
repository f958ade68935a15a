import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { RegistrarStage } from './registrar.ts';

let stage: RegistrarStage;

beforeEach(async () => {
  stage = await RegistrarStage.open();
});
afterEach(() => stage.close());

describe('digest', () => {
  test.each([
    [['MD5'], 'MD5'],
    [['SHA-256'], 'SHA-256'],
    [['MD5', 'SHA-256'], 'SHA-256'],
  ] as const)('a challenge of %s is answered with %s', async (offered, used) => {
    stage.demandDigest(offered);
    stage.register({ credentials: { username: 'acme', password: 'secret' } });
    await stage.reached('registered');
    const [first, second] = stage.requests.map(({ request }) => request);
    expect(second?.headers.get('authorization')).toContain(`algorithm=${used}`);
    expect(second?.head.callId).toBe(first?.head.callId);
    expect(second?.head.cseq.number).toBe((first?.head.cseq.number ?? 0) + 1);
  });

  test('a wrong password is told, and not sent twice in a row', async () => {
    stage.demandDigest(['SHA-256']);
    stage.register({ credentials: { username: 'acme', password: 'wrong' } });
    expect(await stage.reached('failed')).toMatchObject({ status: 401, reason: 'Unauthorized' });
    expect(stage.requests).toHaveLength(2);
  });
});

test('a registrar that wants longer registrations gets them, also at the next renewal', async () => {
  stage.answer = (incoming) => {
    const asked = Number(incoming.request.headers.get('expires'));
    if (asked >= 1_800) stage.accept(incoming);
    else incoming.respond(423, undefined, { headers: { 'Min-Expires': '1800' } });
  };
  stage.register();
  await stage.reached('registered');
  stage.clock.advance(3_240_000);
  await stage.reached('registered', 2);
  expect(stage.requests.map(({ request }) => request.headers.get('expires'))).toEqual(['600', '1800', '1800']);
});

test('a Min-Expires that demands nothing more is a refusal, not a loop', async () => {
  stage.answer = (incoming) => incoming.respond(423, undefined, { headers: { 'Min-Expires': '5' } });
  stage.register();
  expect(await stage.reached('failed')).toMatchObject({ status: 423 });
  expect(stage.requests).toHaveLength(1);
});

test('Retry-After is kept', async () => {
  stage.answer = (incoming) => incoming.respond(503, undefined, { headers: { 'Retry-After': '900 (maintenance)' } });
  stage.register();
  const { retryAt } = await stage.reached('failed');
  expect(retryAt).toBe(stage.clock.now() + 900_000);
  stage.answer = (incoming) => stage.accept(incoming);
  stage.clock.advance(899_999);
  expect(stage.states.at(-1)?.state).toBe('failed');
  stage.clock.advance(1);
  await stage.reached('registered');
});

test('the pauses grow from failure to failure up to five minutes, are partly random, and begin anew after a success', async () => {
  stage.answer = (incoming) => incoming.respond(500);
  const registration = stage.register();
  const pauses: number[] = [];
  for (let failure = 1; failure <= 9; failure += 1) {
    const { retryAt } = await stage.reached('failed', failure);
    pauses.push(retryAt - stage.clock.now());
    stage.clock.advance(retryAt - stage.clock.now());
  }
  for (const [at, pause] of pauses.entries()) {
    const upper = Math.min(300_000, 5_000 * 2 ** at);
    expect(pause).toBeGreaterThanOrEqual(upper / 2);
    expect(pause).toBeLessThanOrEqual(upper);
  }
  expect(new Set(pauses.map((pause, at) => pause / Math.min(300_000, 5_000 * 2 ** at))).size).toBeGreaterThan(1);
  await stage.reached('failed', 10);
  stage.answer = (incoming) => stage.accept(incoming);
  expect((await registration.refresh()).state).toBe('registered');
  stage.answer = (incoming) => incoming.respond(500);
  await registration.refresh();
  const { retryAt } = await stage.reached('failed', 11);
  expect(retryAt - stage.clock.now()).toBeLessThanOrEqual(5_000);
});

test('silence is a failure, and the next try succeeds', async () => {
  stage.answer = () => undefined;
  stage.register();
  await eventually(() => stage.requests.length > 0);
  stage.clock.advance(32_000);
  const { status, retryAt } = await stage.reached('failed');
  expect(status).toBe(408);
  stage.answer = (incoming) => stage.accept(incoming);
  stage.clock.advance(retryAt - stage.clock.now());
  await stage.reached('registered');
});
