import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { ConnectionPlaces } from './connection-places.ts';
import type { Flow, Receive } from './flow.ts';

export interface ConnectionLimits {
  /** Connections at a time, in and out, of every kind. */
  readonly connections: number;
  /** Of them, with one remote address: an office, or a proxy before us. */
  readonly connectionsPerAddress: number;
  /** Milliseconds in which a stranger must have sent a first message, and anybody each further one that was begun. */
  readonly messageMs: number;
  /** Milliseconds for the handshake of TLS. */
  readonly handshakeMs: number;
}

/** What the connections of one endpoint share. */
export class ConnectionHall {
  readonly receive: Receive;
  /** Told once of each connection that is gone. */
  readonly closed: (flow: Flow) => void;
  readonly log: Log;
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  readonly places: ConnectionPlaces;

  constructor(o: {
    receive: Receive;
    closed: (flow: Flow) => void;
    log: Log;
    clock: Clock;
    limits: ConnectionLimits;
  }) {
    this.receive = o.receive;
    this.closed = o.closed;
    this.log = o.log;
    this.clock = o.clock;
    this.limits = o.limits;
    this.places = new ConnectionPlaces(o.limits, o.log);
  }
}
