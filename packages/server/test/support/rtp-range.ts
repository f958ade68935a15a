import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';

/** Below the ports of other suites; a stretch for each of the workers side by side. */
const SPAN = 2_000;
const FIRST = 10_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 2) * SPAN;

/** A few ports of loopback, of which the first was free a moment ago. */
export async function rtpRange(): Promise<{ from: number; to: number }> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const from = FIRST + 2 * randomInt(SPAN / 2 - 4);
    if (await isFree(from)) return { from, to: from + 7 };
  }
  throw new Error('no RTP port is free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4').once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
