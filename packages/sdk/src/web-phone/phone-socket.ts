/** Where to connect, with the access token of the user in it: no SIP password ever comes into a page. */
export type Connect = () => string | Promise<string>;

/**
 * A WebSocket for SIP (RFC 7118) whose address is asked for at each connection, because access tokens get old. Shaped
 * as JsSIP wants it.
 */
export class PhoneSocket {
  readonly url = 'wss://cordboard.invalid';
  readonly sip_uri: string;
  via_transport = 'WS';
  onconnect: () => void = () => {};
  ondisconnect: (error: boolean, code?: number, reason?: string) => void = () => {};
  ondata: <T>(data: T) => void = () => {};
  readonly #connect: Connect;
  #socket: WebSocket | undefined;
  /** Grows with every connection that is wanted or no longer wanted. */
  #attempt = 0;

  constructor(connect: Connect, domain: string) {
    this.#connect = connect;
    this.sip_uri = `sip:${domain};transport=ws`;
  }

  connect(): void {
    if (this.isConnected() || this.isConnecting()) return;
    void this.#open();
  }

  disconnect(): void {
    this.#attempt += 1;
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  /** The network is another one: what is open may be dead without knowing it. */
  reconnect(): void {
    if (this.#socket === undefined) return;
    this.disconnect();
    this.ondisconnect(true);
  }

  send(message: string | ArrayBufferLike | Blob | ArrayBufferView): boolean {
    if (!this.isConnected()) return false;
    this.#socket?.send(message as string);
    return true;
  }

  isConnected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  isConnecting(): boolean {
    return this.#socket?.readyState === WebSocket.CONNECTING;
  }

  async #open(): Promise<void> {
    this.#attempt += 1;
    const attempt = this.#attempt;
    try {
      const url = await this.#connect();
      if (attempt !== this.#attempt) return;
      this.#use(new WebSocket(url, 'sip'));
    } catch {
      if (attempt === this.#attempt) this.ondisconnect(true);
    }
  }

  #use(socket: WebSocket): void {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#current(socket) && this.onconnect();
    socket.onmessage = ({ data }) => this.#current(socket) && this.ondata(data);
    socket.onclose = ({ wasClean, code, reason }) => {
      if (!this.#current(socket)) return;
      this.#socket = undefined;
      this.ondisconnect(!wasClean, code, reason);
    };
  }

  #current(socket: WebSocket): boolean {
    return this.#socket === socket;
  }
}
