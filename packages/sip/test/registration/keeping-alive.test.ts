import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { RegistrarStage } from './registrar.ts';

let stage: RegistrarStage;

beforeEach(async () => {
  stage = await RegistrarStage.open();
});
afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

const expiresOf = () => stage.requests.map(({ request }) => request.headers.get('expires'));

test('it registers for ten minutes unless told otherwise, and says until when it holds', async () => {
  const registration = stage.register();
  const { expiresAt } = await stage.reached('registered');
  expect(expiresAt).toBe(stage.clock.now() + 3_600_000);
  expect(stage.states.map(({ state }) => state)).toEqual(['registering', 'registered']);
  const [{ request } = expect.unreachable()] = stage.requests;
  expect(request.headers.get('expires')).toBe('600');
  expect(request.headers.get('contact')).toMatch(/^<sip:acme@127\.0\.0\.1:\d+>$/);
  expect(request.headers.get('to')).toBe('<sip:acme@provider.example.com>');
  await registration.close();
});

test.each([
  ['nine tenths of a long time', 3_600, 3_240],
  ['so that a second try is possible', 120, 80],
  ['two thirds of a short time', 30, 20],
])('it renews after %s', async (_title, granted, seconds) => {
  stage.grantedSeconds = granted;
  stage.register();
  await stage.reached('registered');
  stage.clock.advance(seconds * 1_000 - 1);
  expect(stage.clock.pending).toBeGreaterThan(0);
  expect(stage.client.transactions).toBe(0);
  stage.clock.advance(1);
  await stage.reached('registered', 2);
  const [first, second] = stage.requests.map(({ request }) => request.head);
  expect(second?.callId).toBe(first?.callId);
  expect(second?.cseq.number).toBeGreaterThan(first?.cseq.number ?? 0);
  expect(stage.states.map(({ state }) => state)).toEqual(['registering', 'registered', 'registered']);
});

test('close unregisters, and nothing is sent any more', async () => {
  const registration = stage.register();
  await stage.reached('registered');
  await registration.close();
  await registration.close();
  expect(expiresOf()).toEqual(['600', '0']);
  expect(registration.state).toEqual({ state: 'closed' });
  expect(await registration.refresh()).toEqual({ state: 'closed' });
  stage.clock.advance(86_400_000);
  expect(stage.requests).toHaveLength(2);
});

test('a registrar that does not answer is not waited for at close', async () => {
  const registration = stage.register();
  await stage.reached('registered');
  stage.answer = () => undefined;
  const closed = registration.close();
  await eventually(() => expiresOf().at(-1) === '0');
  stage.clock.advance(1_000);
  await closed;
});

test('closed while the first REGISTER is under way, its answer changes nothing', async () => {
  const registration = stage.register();
  const refreshed = registration.refresh();
  await registration.close();
  expect(await refreshed).toEqual({ state: 'closed' });
  expect(stage.states.map(({ state }) => state)).toEqual(['registering', 'closed']);
});

test('a closed endpoint ends its registrations without a word', async () => {
  const registration = stage.register();
  await stage.reached('registered');
  await stage.client.close();
  expect(registration.state.state).toBe('closed');
  expect(stage.requests).toHaveLength(1);
});

test('a registrar that no transport reaches is an error at once', () => {
  expect(() => stage.register({ registrar: 'sip:127.0.0.1:9;transport=tcp' })).toThrow('No transport listens');
});
