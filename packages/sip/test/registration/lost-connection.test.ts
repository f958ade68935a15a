import { afterEach, beforeEach, expect, test } from 'vitest';
import { RegistrarStage } from './registrar.ts';

let stage: RegistrarStage;

beforeEach(async () => {
  stage = await RegistrarStage.open('tcp');
});
afterEach(async () => {
  await stage.close();
  expect(stage.clock.pending).toBe(0);
});

/** The registrar's side ends the connection of its newest REGISTER. */
function hangUp(): void {
  const { flow } = stage.requests.at(-1) ?? expect.unreachable();
  (flow as unknown as { destroy(): void }).destroy();
}

test('a binding that lost its connection is made again by a new one, after a short pause', async () => {
  stage.register();
  await stage.reached('registered');
  hangUp();
  const { status, retryAt } = await stage.reached('failed');
  expect(status).toBe(503);
  const pause = retryAt - stage.clock.now();
  expect(pause).toBeGreaterThanOrEqual(2_500);
  expect(pause).toBeLessThanOrEqual(5_000);
  stage.clock.advance(pause);
  await stage.reached('registered', 2);
  const [first, second] = stage.requests.map(({ flow }) => flow.remotePort);
  expect(second).not.toBe(first);
});

test('a registrar that takes each REGISTER and hangs up is not asked in a row', async () => {
  stage.answer = (incoming) => {
    stage.accept(incoming);
    setImmediate(hangUp);
  };
  stage.register();
  await stage.reached('failed');
  expect(stage.requests).toHaveLength(1);
  stage.clock.advance(5_000);
  await stage.reached('failed', 2);
  expect(stage.requests).toHaveLength(2);
});

test('a connection that goes after close is no news', async () => {
  const registration = stage.register();
  await stage.reached('registered');
  await registration.close();
  hangUp();
  await stage.client.close();
  expect(stage.states.at(-1)).toEqual({ state: 'closed' });
});
