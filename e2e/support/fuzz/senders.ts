import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Sent before the server is asked whether it has worked through them: far fewer than its socket holds. */
const BATCH = 50;
const FENCE_MS = 1_000;
const FENCES = 20;
/** Messages on one WebSocket, and on one connection, whose framing is soon broken. */
const PER_WEB_SOCKET = 50;
const PER_CONNECTION = 5;

interface Shots {
  readonly count: number;
  next(): Buffer;
  /** Told of what the server says. */
  heard(message: string): void;
}

/** By UDP from this address and port, as fast as the server takes them: an OPTIONS goes there and back behind each batch. */
export async function fireByUdp(
  server: { host: string; port: number },
  from: { host: string; port?: number },
  { count, next, heard }: Shots,
): Promise<void> {
  const socket = createSocket('udp4');
  socket.bind(from.port ?? 0, from.host);
  await once(socket, 'listening');
  const answers = new Set<string>();
  socket.on('message', (bytes) => {
    const message = bytes.toString('latin1');
    const fence = fenceOf(message);
    if (fence === undefined) heard(message);
    else answers.add(fence);
  });
  for (let sent = 0; sent < count; sent += 1) {
    socket.send(next(), server.port, server.host);
    if (sent % BATCH === BATCH - 1) await fence();
  }
  await fence();
  socket.close();

  async function fence(): Promise<void> {
    for (let attempt = 0; attempt < FENCES; attempt += 1) {
      const id = `fence-${randomUUID()}`;
      socket.send(options(id, socket.address().port, from.host), server.port, server.host);
      const deadline = performance.now() + FENCE_MS;
      while (!answers.has(id) && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 1));
      if (answers.delete(id)) return;
    }
    throw new Error('The server answers no more');
  }
}

/** By connections: TCP or TLS. What breaks the framing costs the connection, and the next one is opened. */
export async function fireByConnections(
  open: () => Socket,
  opened: string,
  { count, next, heard }: Shots,
): Promise<void> {
  for (let sent = 0; sent < count; ) {
    const socket = open();
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => heard(bytes.toString('latin1')));
    await Promise.race([once(socket, opened).catch(() => undefined), closed]);
    for (let here = 0; here < PER_CONNECTION && sent < count; here += 1, sent += 1) {
      if (socket.writable) await new Promise<void>((resolve) => socket.write(next(), () => resolve()));
    }
    socket.end();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, FENCE_MS))]);
    socket.destroy();
  }
}

/** By WebSockets, a frame for each; an OPTIONS goes there and back behind them, if the server has not closed it. */
export async function fireByWebSocket(url: string, { count, next, heard }: Shots): Promise<void> {
  for (let sent = 0; sent < count; ) {
    const socket = new WebSocket(url, 'sip');
    const closed = once(socket, 'close');
    const answered = new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        if (fenceOf(String(data)) === undefined) heard(String(data));
        else resolve();
      });
    });
    await Promise.race([once(socket, 'open'), closed]);
    for (let here = 0; here < PER_WEB_SOCKET && sent < count; here += 1, sent += 1) {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(next()));
    }
    if (socket.readyState === WebSocket.OPEN) socket.send(options(`fence-${randomUUID()}`, 9, '127.0.0.1'));
    await Promise.race([answered, closed]);
    socket.close();
    await closed;
  }
}

function fenceOf(message: string): string | undefined {
  return /Call-ID: (fence-\S+)/i.exec(message)?.[1];
}

function options(callId: string, port: number, host: string): string {
  return [
    'OPTIONS sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${callId};rport`,
    `From: <sip:fence@${host}>;tag=fence`,
    'To: <sip:127.0.0.1>',
    `Call-ID: ${callId}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
