import type { Pbx } from '@cordboard/pbx';
import type { Clock, Timer } from '../clock.ts';
import { ApiError, type Caller, tokenOfUpgrade, type Upgrade } from '../http/index.ts';
import type { Log } from '../log.ts';

/** A token that is not good any more has lost its connection within seconds. */
const LOOK_MS = 2_000;
/** Of those that RFC 6455 section 7.4.2 leaves to applications; the rest is the HTTP status of the same meaning. */
const TOKEN_ENDED = 4401;
const RIGHTS_CHANGED = 4403;
const GOING_AWAY = 1001;

type WebSocketFlow = NonNullable<ReturnType<Pbx['acceptWebSocket']>>;
type Authenticate = (token: string) => Caller | undefined | Promise<Caller | undefined>;

interface WebSocketPhone {
  readonly flow: WebSocketFlow;
  /** Without it, each request is asked for the telephone's password as on any other transport. */
  readonly login?: Login;
}

interface Login {
  readonly token: string;
  readonly extension: string;
  /** The one number that the token is for calling. */
  readonly callee: string | undefined;
}

export interface WebSocketPhonesOptions {
  readonly pbx: Pick<Pbx, 'acceptWebSocket'>;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
  readonly log: Log;
  /** Does the outside reach us by HTTPS? */
  readonly secure: boolean;
}

/**
 * Telephones on WebSockets (RFC 7118), on the port of the API. An access token of their user is their password; those that
 * show none have the password of the endpoint's credentials, and the same few tries as by UDP.
 */
export class WebSocketPhones {
  readonly #o: WebSocketPhonesOptions;
  readonly #phones = new Set<WebSocketPhone>();
  #timer: Timer | undefined;
  #closed = false;

  constructor(o: WebSocketPhonesOptions) {
    this.#o = o;
  }

  start(): void {
    this.#watch();
  }

  /** Takes the request of a telephone. @throws ApiError when it is not let in */
  async receive(upgrade: Upgrade): Promise<void> {
    const token = tokenOfUpgrade(upgrade);
    const login = token === undefined ? undefined : await this.#login(token);
    if (this.#closed) throw new ApiError('pbx_unavailable');
    const rights = login === undefined ? {} : { identity: new Set([login.extension]), only: login.callee };
    const flow = this.#o.pbx.acceptWebSocket(upgrade, { secure: this.#o.secure, ...rights });
    if (flow !== undefined) this.#phones.add({ flow, ...(login === undefined ? {} : { login }) });
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    for (const { flow } of this.#phones) flow.close(GOING_AWAY, 'The server stops');
    this.#phones.clear();
  }

  async #login(token: string): Promise<Login> {
    const caller = await this.#o.authenticate(token);
    if (caller === undefined) throw new ApiError('unauthorized');
    const { extension, callee, scope } = caller;
    if (scope === 'notifications') throw new ApiError('forbidden', 'This token is for hearing notifications alone.');
    if (extension !== undefined) return { token, extension, callee };
    throw new ApiError('forbidden', 'You have no extension, so there is no telephone of yours.');
  }

  #watch(): void {
    this.#timer = this.#o.clock.after(LOOK_MS, () => {
      void this.#look().finally(() => {
        if (!this.#closed) this.#watch();
      });
    });
  }

  async #look(): Promise<void> {
    for (const phone of this.#phones) {
      try {
        await this.#check(phone);
      } catch (error) {
        // A database that is away for a moment ends nobody's call.
        this.#o.log.warn({ err: error }, 'The token of a WebSocket could not be checked');
        return;
      }
    }
  }

  async #check(phone: WebSocketPhone): Promise<void> {
    const { flow, login } = phone;
    if (login === undefined && flow.open) return;
    const caller = login !== undefined && flow.open ? await this.#o.authenticate(login.token) : undefined;
    if (caller !== undefined && caller.extension === login?.extension) return;
    this.#phones.delete(phone);
    if (caller === undefined) flow.close(TOKEN_ENDED, 'The token is not good any more');
    else flow.close(RIGHTS_CHANGED, 'The extension is not yours any more');
  }
}
