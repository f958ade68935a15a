import { createSocket, type Socket } from 'node:dgram';

const HOST = '127.0.0.1';
/** Above the ports of other suites, below the system's ephemeral ones; a stretch for each of the workers side by side. */
const SPAN = 5_000;
const FIRST = 22_000 + (Number(process.env.VITEST_POOL_ID ?? 0) % 2) * SPAN;

/** A range with this many even ports, all of them free a moment ago. */
export async function freeRange(count: number): Promise<{ from: number; to: number }> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const from = FIRST + 2 * Math.floor((Math.random() * (SPAN - 2 * count)) / 2);
    const ports = Array.from({ length: count }, (_, index) => from + 2 * index);
    const sockets = await Promise.all(ports.map(occupy));
    await Promise.all(sockets.map((socket) => socket !== undefined && release(socket)));
    if (sockets.every((socket) => socket !== undefined)) return { from, to: from + 2 * count - 1 };
  }
  throw new Error(`No ${count} free ports side by side`);
}

/** Binds a port as another program would; undefined when it is taken. */
export function occupy(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(undefined));
    socket.bind(port, HOST, () => resolve(socket));
  });
}

export function release(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
