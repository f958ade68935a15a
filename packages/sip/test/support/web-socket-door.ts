import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket } from 'ws';
import { ManualClock, SipEndpoint, type SipLimits, type WebSocketFlow } from '../../src/index.ts';
import { eventually } from './eventually.ts';

/** An endpoint behind an HTTP server that hands every upgrade to it, and WebSockets that say what the test wants. */
export class WebSocketDoor {
  readonly clock = new ManualClock();
  readonly endpoint: SipEndpoint;
  readonly accepted: WebSocketFlow[] = [];
  readonly #server: Server = createServer();
  readonly #clients: RawWebSocket[] = [];
  url = '';

  private constructor(limits: Partial<SipLimits>, identity: readonly string[] | undefined) {
    this.endpoint = new SipEndpoint({ clock: this.clock, limits });
    this.#server.on('upgrade', (request, socket, head) => {
      const proven = identity === undefined ? {} : { identity: new Set(identity) };
      const upgrade = { request, socket: socket as Socket, head };
      const flow = this.endpoint.acceptWebSocket(upgrade, { secure: false, ...proven });
      if (flow !== undefined) this.accepted.push(flow);
    });
  }

  static async open(o: { limits?: Partial<SipLimits>; identity?: readonly string[] } = {}): Promise<WebSocketDoor> {
    const door = new WebSocketDoor(o.limits ?? {}, o.identity);
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    door.url = `ws://127.0.0.1:${(door.#server.address() as AddressInfo).port}/sip`;
    return door;
  }

  /** @throws when it is refused */
  async connect(subprotocol = 'sip', o: { autoPong?: boolean } = {}): Promise<RawWebSocket> {
    const webSocket = new WebSocket(this.url, subprotocol === '' ? [] : [subprotocol], o);
    const client = new RawWebSocket(webSocket);
    await once(webSocket, 'open');
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.webSocket.terminate();
    await this.endpoint.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A WebSocket that keeps what comes. */
export class RawWebSocket {
  readonly webSocket: WebSocket;
  readonly heard: { text: string; binary: boolean }[] = [];
  pings = 0;
  #code: number | undefined;

  constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('message', (data: Buffer, binary) => this.heard.push({ text: data.toString(), binary }));
    webSocket.on('ping', () => {
      this.pings += 1;
    });
    webSocket.on('close', (code) => {
      this.#code = code;
    });
    webSocket.on('error', () => undefined);
  }

  send(message: string | Buffer): void {
    this.webSocket.send(message);
  }

  /** The bytes themselves, without a frame around them. */
  raw(bytes: Buffer): void {
    (this.webSocket as unknown as { _socket: Socket })._socket.write(bytes);
  }

  /** First lines of the first `count` messages, when they are there. */
  async lines(count: number): Promise<string[]> {
    const heard = await eventually(() => this.heard.length >= count && this.heard);
    return heard.map(({ text }) => text.split('\r\n')[0] ?? '');
  }

  /** Its close code, when it is closed. */
  async closed(): Promise<number> {
    return (await eventually(() => (this.#code === undefined ? undefined : { code: this.#code }))).code;
  }
}
