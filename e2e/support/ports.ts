import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/*
 * Ports of this test worker's own, all below the system's ephemeral range (32768 and up on Linux): a port that the
 * system gives by chance can be taken by somebody's outgoing connection before the program under test opens it.
 */
const worker = Number(process.env.VITEST_POOL_ID ?? 1) % 2;
// Checkouts that test at the same time on one machine number themselves, 0 to 5.
const checkout = Number(process.env.CORDBOARD_TEST_CHECKOUT ?? 0) % 6;
const RTP = { first: 20_000 + (2 * checkout + worker) * 1_000, count: 400 };
const OTHER = { first: RTP.first + RTP.count, count: 600 };
let next = 2 * Math.floor(Math.random() * (OTHER.count / 2));

/** A port on loopback free for UDP and TCP, the one above it too: SIP telephones listen there for TLS. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < OTHER.count / 2; attempt += 1) {
    const port = OTHER.first + (next % OTHER.count);
    next += 2;
    const free = await Promise.all([port, port + 1].flatMap((each) => [freeForTcp(each), freeForUdp(each)]));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no port is free of the ${OTHER.count} from ${OTHER.first}`);
}

/** An RTP range of this test worker's own. */
export function rtpRange(): string {
  return `${RTP.first}-${RTP.first + RTP.count - 1}`;
}

async function freeForTcp(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function freeForUdp(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = createSocket('udp4').once('error', () => resolve(false));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
