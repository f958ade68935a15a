import { Aedes, type AedesOptions, type Client } from 'aedes';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../clock.ts';
import {
  ApiError,
  type Authenticate,
  type Caller,
  closeCodes,
  type TokenWatch,
  tokenOfUpgrade,
  type Upgrade,
} from '../../http/index.ts';
import type { Ids } from '../../ids.ts';
import type { Log } from '../../log.ts';
import { bodyOf } from '../delivery-body.ts';
import type { Listen } from '../listen.ts';
import { MqttSession } from './mqtt-session.ts';
import { WebSocketStream } from './web-socket-stream.ts';

/** MQTT 3.1.1 section 6; the second is what Paho asks for when the first one fails. */
const SUBPROTOCOLS = ['mqtt', 'mqttv3.1'];
const CONNECT_MS = 10_000;
const DRAIN_MS = 15_000;
/** Between two looks of the system whether a silent peer is still there. */
const KEEP_ALIVE_MS = 60_000;
/** A peer that does not agree to a close within two seconds is cut off. */
const webSocketSettings = { noServer: true, perMessageDeflate: false, closeTimeout: 2_000 };

/** What clients may take up. */
export interface MqttLimits {
  /** Of one control packet that a client sends. */
  readonly packetBytes: number;
  readonly connectionsPerUser: number;
  readonly subscriptionsPerConnection: number;
  /** What may wait for a client that reads slowly; more, and it is cut off. */
  readonly backlogBytes: number;
}

const defaultLimits: MqttLimits = {
  packetBytes: 16 * 1_024,
  connectionsPerUser: 50,
  subscriptionsPerConnection: 100,
  backlogBytes: 1_024 * 1_024,
};

export interface MqttServerOptions {
  readonly authenticate: Authenticate;
  readonly watch: TokenWatch;
  readonly listen: Listen;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly limits?: Partial<MqttLimits>;
}

/**
 * Notifications by MQTT over WebSocket (contract section 6): a client subscribes to its subscriptionIds and hears their
 * publications. Nothing is kept for those who are away, and clients publish nothing.
 */
export class MqttServer {
  readonly #o: MqttServerOptions;
  readonly #limits: MqttLimits;
  readonly #webSockets: WebSocketServer;
  readonly #sessions = new Map<Client, MqttSession>();
  readonly #streams = new Map<WebSocketStream, string>();
  #broker: Aedes | undefined;

  constructor(o: MqttServerOptions) {
    this.#o = o;
    this.#limits = { ...defaultLimits, ...o.limits };
    this.#webSockets = new WebSocketServer({
      ...webSocketSettings,
      maxPayload: 4 * this.#limits.packetBytes,
      handleProtocols: (asked) => SUBPROTOCOLS.find((one) => asked.has(one)) ?? false,
    });
  }

  get connections(): number {
    return this.#streams.size;
  }

  async start(): Promise<void> {
    this.#broker = await Aedes.createBroker(this.#settings());
    this.#broker.on('unsubscribe', (topics, client) => {
      for (const topic of topics) this.#sessions.get(client)?.unsubscribe(topic);
    });
  }

  /** Takes the request of a client. @throws ApiError when it is not let in */
  async receive(upgrade: Upgrade): Promise<void> {
    const asked = upgrade.request.headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
    if (!SUBPROTOCOLS.some((one) => asked.includes(one))) {
      const param = 'Sec-WebSocket-Protocol';
      throw new ApiError('invalid_request', `${param}: ask for the subprotocol mqtt.`, { param });
    }
    const token = tokenOfUpgrade(upgrade) ?? '';
    const caller = await this.#o.authenticate(token);
    if (caller === undefined) throw new ApiError('unauthorized');
    this.#admit(caller);
    const { request, socket, head } = upgrade;
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => this.#keep(webSocket, caller, token));
  }

  async close(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    for (const stream of this.#streams.keys()) stream.leave(closeCodes.goingAway, 'The server stops');
    this.#webSockets.close();
    if (broker !== undefined) await new Promise<void>((resolve) => broker.close(() => resolve()));
  }

  #admit({ scope, principalId }: Caller): void {
    if (this.#broker === undefined) throw new ApiError('pbx_unavailable', 'The server is starting or stopping.');
    if (scope !== 'notifications') throw new ApiError('forbidden', 'Connect with a url of POST /connections.');
    const open = [...this.#streams.values()].filter((owner) => owner === principalId).length;
    const { connectionsPerUser } = this.#limits;
    if (open < connectionsPerUser) return;
    throw new ApiError('too_many_requests', `You have ${open} connections, as many as you may have.`);
  }

  #keep(webSocket: WebSocket, caller: Caller, token: string): void {
    const { listen, watch, clock, log } = this.#o;
    const limits = this.#limits;
    const stream = new WebSocketStream(webSocket, limits.packetBytes);
    this.#streams.set(stream, caller.principalId);
    const client = (this.#broker as Aedes).handle(stream);
    const session = new MqttSession({
      caller,
      client,
      listen,
      maxSubscriptions: limits.subscriptionsPerConnection,
      payload: (publication, subscriptionId) => bodyOf({ publication, createdOn: clock.now() }, subscriptionId),
      hasRoom: () => {
        if (stream.writableLength <= limits.backlogBytes) return true;
        log.warn({ principalId: caller.principalId }, 'An MQTT client that reads too slowly is cut off');
        stream.cut();
        return false;
      },
      onRightsChanged: () => stream.leave(closeCodes.rightsChanged, 'Your rights have changed'),
    });
    this.#sessions.set(client, session);
    const forget = watch.add({
      token,
      fits: ({ role, accountId }) => role === caller.role && accountId === caller.accountId,
      end: (code, reason) => stream.leave(code, reason),
    });
    stream.on('close', () => {
      forget();
      session.close();
      this.#sessions.delete(client);
      this.#streams.delete(stream);
    });
  }

  #settings(): AedesOptions {
    return {
      connectTimeout: CONNECT_MS,
      drainTimeout: DRAIN_MS,
      preConnect: (_client, packet, done) => {
        // Any clientId does, also one that somebody else has (contract section 8, item 12): nobody takes over a
        // connection. Sessions end with it, and there are no wills, for clients publish nothing.
        Object.assign(packet, { clientId: this.#o.ids.guid(), clean: true, will: undefined });
        done(null, true);
      },
      authorizePublish: (_client, _packet, done) => done(new Error('clients publish nothing')),
      authorizeSubscribe: (client, wanted, done) => {
        const asked = this.#sessions.get(client)?.subscribe(wanted.topic, wanted.qos) ?? Promise.resolve(false);
        asked.then(
          (granted) => done(null, granted ? wanted : null),
          (error: Error) => done(error),
        );
      },
    };
  }
}
