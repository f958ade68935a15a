import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WebSocketFlow } from '@cordboard/sip';
import { Office, type OfficeOptions } from './office.ts';

/** An office whose PBX takes WebSockets from an HTTP server; who they are is what they say in `?as=`. */
export class WebSocketOffice {
  readonly office: Office;
  readonly flows: WebSocketFlow[] = [];
  readonly #server = createServer();

  private constructor(office: Office) {
    this.office = office;
    this.#server.on('upgrade', (request, socket, head) => {
      const users = new URL(request.url ?? '', 'http://x').searchParams.getAll('as');
      const identity = users.length === 0 ? {} : { identity: new Set(users) };
      const upgrade = { request, socket: socket as Socket, head };
      const flow = office.pbx.acceptWebSocket(upgrade, { secure: false, ...identity });
      if (flow !== undefined) this.flows.push(flow);
    });
  }

  static async open(o: OfficeOptions = {}): Promise<WebSocketOffice> {
    const house = new WebSocketOffice(await Office.open(o));
    house.#server.listen(0, '127.0.0.1');
    await once(house.#server, 'listening');
    return house;
  }

  /** Where a telephone connects, proven to act for these endpoints. */
  url(...users: string[]): string {
    const query = users.map((user) => `as=${user}`).join('&');
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/sip?${query}`;
  }

  async close(): Promise<void> {
    await this.office.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
