import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Ports on loopback that were free for both UDP and TCP a moment ago, each another. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  for (let attempt = 0; attempt < 20 * count && ports.size < count; attempt += 1) {
    const port = await freeUdpPort();
    if (await freeForTcp(port)) ports.add(port);
  }
  if (ports.size < count) throw new Error('no port is free for both UDP and TCP');
  return [...ports];
}

async function freeUdpPort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function freeForTcp(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
