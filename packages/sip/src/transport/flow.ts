export type TransportKind = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** What a connection may do, known when it was made. */
export interface FlowRights {
  /** Users that it may act for, proven when it was made. Undefined: nothing is proven. */
  readonly identity?: ReadonlySet<string> | undefined;
  /** The one user that it may call, and nothing else. Undefined: it is not limited. */
  readonly only?: string | undefined;
}

/** A way to one remote address: a connection, or a UDP address pair. Answers and later requests go back by it. */
export interface Flow extends FlowRights {
  readonly transport: TransportKind;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localAddress: string;
  readonly localPort: number;
  /** No retransmissions needed (RFC 3261 section 17). */
  readonly reliable: boolean;
  readonly open: boolean;
  /** Sends the bytes of one message; `failed` is called when they surely did not leave. */
  send(bytes: Buffer, failed?: (error: Error) => void): void;
}

/** Where a request goes: a flow that exists, or an address to be reached. */
export type Target =
  | { readonly flow: Flow }
  | { readonly transport: TransportKind; readonly host: string; readonly port: number };

/** Where a transport listens. */
export interface ListeningPoint {
  readonly transport: TransportKind;
  readonly host: string;
  readonly port: number;
}

/** Takes the bytes of one message and the flow that they came by. */
export type Receive = (bytes: Buffer, flow: Flow) => void;
