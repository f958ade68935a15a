import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Api } from '../../media/support/api.ts';
import type { Company } from '../../media/support/company.ts';
import type { Person } from '../../media/support/people.ts';

/** The URL of POST /connections; the server of these tests does not know its port before it listens. */
export async function connectionUrl(company: Company, person: Person): Promise<string> {
  const { body } = await (await company.as(person)).post('/connections', { transport: 'websocket' });
  const url = new URL(body.url);
  url.port = new URL(company.url).port;
  return url.href;
}

export async function subscribe(api: Api, fields: object = {}): Promise<string> {
  const { body } = await api.post('/subscriptions', {
    applicationId: '5c8ac7ad-3a0e-4b7c-9d5e-6ef0a4c1d2b3',
    deviceId: 'tablet',
    transport: 'websocket',
    topic: 'platform-api-media',
    subjectFilter: '/endpoints/',
    ...fields,
  });
  return body.subscriptionId;
}

/** What came to a client, and what became of its connection. */
export class Ear {
  readonly client: MqttClient;
  // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads from the wire has no type
  readonly heard: any[] = [];
  readonly qos: number[] = [];
  /** Close codes of its WebSockets. */
  readonly closed: number[] = [];

  constructor(url: string, o: IClientOptions = {}) {
    this.client = mqtt.connect(url, {
      reconnectPeriod: 0,
      protocolVersion: 4,
      ...o,
      createWebsocket: (at, protocols) => this.#open(at, protocols),
    });
    this.client.on('message', (topic, payload, { qos }) => {
      this.heard.push({ topic, ...JSON.parse(payload.toString()) });
      this.qos.push(qos);
    });
    this.client.on('error', () => undefined);
    onTestFinished(() => this.client.endAsync(true));
  }

  static async connect(url: string, o: IClientOptions = {}): Promise<Ear> {
    const ear = new Ear(url, o);
    await new Promise<void>((resolve, reject) => {
      ear.client.once('connect', () => resolve());
      ear.client.once('close', () => reject(new Error('closed before it was connected')));
    });
    return ear;
  }

  /** By topic, what was granted. */
  async subscribe(topic: string | string[], qos: 0 | 1 | 2 = 0): Promise<number[]> {
    return await new Promise((resolve) => {
      this.client.subscribe(topic, { qos }, (_error, _granted, packet) => resolve((packet?.granted ?? []) as number[]));
    });
  }

  #open(url: string, protocols: string[]): WebSocket {
    const socket = new WebSocket(url, protocols);
    socket.on('close', (code: number) => this.closed.push(code));
    return socket;
  }
}
