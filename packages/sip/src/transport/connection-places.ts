import type { Socket } from 'node:net';
import type { Log } from '../log.ts';

/** Counts the connections, altogether and by remote address, so that none can take all of them. */
export class ConnectionPlaces {
  readonly #limits: { readonly connections: number; readonly connectionsPerAddress: number };
  readonly #log: Log;
  readonly #byAddress = new Map<string, number>();
  #taken = 0;

  constructor(limits: { connections: number; connectionsPerAddress: number }, log: Log) {
    this.#limits = limits;
    this.#log = log;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Gives the socket a place until it closes; false: it was destroyed, for there is none. */
  take(socket: Socket, remoteAddress: string): boolean {
    const here = this.#byAddress.get(remoteAddress) ?? 0;
    if (this.#taken >= this.#limits.connections || here >= this.#limits.connectionsPerAddress) {
      this.#log.warn({ remoteAddress, here, all: this.#taken }, 'Too many connections; one was refused');
      socket.destroy();
      return false;
    }
    this.#taken += 1;
    this.#byAddress.set(remoteAddress, here + 1);
    socket.once('close', () => this.#leave(remoteAddress));
    return true;
  }

  #leave(remoteAddress: string): void {
    this.#taken -= 1;
    const here = (this.#byAddress.get(remoteAddress) ?? 1) - 1;
    if (here === 0) this.#byAddress.delete(remoteAddress);
    else this.#byAddress.set(remoteAddress, here);
  }
}
