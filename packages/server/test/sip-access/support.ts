import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../support/world.ts';

/** The API of this world on a port of its own, as a browser reaches it. */
export async function listen({ context: { app } }: World): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Asks for a WebSocket; gives the answer when there is none. */
export async function upgrade(port: number, path: string, headers: Record<string, string> = {}) {
  const asked = request({
    port,
    host: '127.0.0.1',
    path,
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol': 'sip',
      ...headers,
    },
  }).end();
  asked.on('upgrade', (response, socket) => {
    asked.emit('response', response);
    socket.destroy();
  });
  const [response] = await once(asked, 'response');
  let body = '';
  if (response.statusCode !== 101) for await (const chunk of response) body += chunk;
  return { status: response.statusCode as number, headers: response.headers, body };
}

/** Opens a WebSocket as a browser does; resolves when it is open. */
export async function openWebSocket(url: string): Promise<{ socket: WebSocket; closed: Promise<number> }> {
  const socket = new WebSocket(url, 'sip');
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('It was not opened')));
  });
  return { socket, closed };
}
