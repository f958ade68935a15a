import { type ClientOptions, CordboardClient } from '@cordboard/sdk';
import { onTestFinished } from 'vitest';
import { InstantClock } from './instant-clock.ts';
import { FakePlatform } from './platform.ts';

export const ada = { username: 'ada@example.com', password: 'right' };

/** A platform, and a client that is signed in to it. */
export async function signedIn(options: Partial<ClientOptions> = {}) {
  const platform = await FakePlatform.start();
  onTestFinished(() => platform.close());
  const clock = new InstantClock();
  const client = new CordboardClient({ url: platform.url, clock, random: () => 1, ...options });
  await client.signIn(ada);
  return { platform, clock, client };
}
