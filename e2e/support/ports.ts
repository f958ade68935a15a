import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A TCP port on loopback that was free a moment ago. */
export async function freeTcpPort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** A UDP port on loopback that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

/** A SIP port free for both transports. */
export async function freeSipPort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const port = await freeUdpPort();
    const bothFree = await new Promise<boolean>((resolve) => {
      const server = createServer().once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (bothFree) return port;
  }
  throw new Error('no port is free for both UDP and TCP');
}

/** An RTP range of this test worker's own, below the system's ephemeral ports so that nobody else takes one. */
export function rtpRange(): string {
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) % 10;
  const from = 20_000 + worker * 1_000;
  return `${from}-${from + 399}`;
}
