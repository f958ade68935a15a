import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Phone } from '@cordboard/phone';
import { CordboardClient, traceFetch } from '@cordboard/sdk';
import { loadConfig, type RunningServer, startServer } from '@cordboard/server';
import { version } from '../version.ts';
import { freeTcpPort, freeUdpPort } from './free-ports.ts';
import type { Narrator } from './narrator.ts';

export const admin = { username: 'admin@example.com', password: 'demo only, thrown away' };
const TRUNK_TONE = 425;

/** What the story is played with. All of it is closed, and the folder removed, when `things` is disposed. */
export interface Stage {
  readonly server: RunningServer;
  readonly sip: { readonly host: string; readonly port: number };
  /** Removed at the end. */
  readonly folder: string;
  /** Signed in as the administrator; each exchange is narrated. */
  readonly client: CordboardClient;
  /** The party outside, at the other end of the trunk. */
  readonly outside: Phone;
  readonly outsideTone: number;
  /** Closed in reverse order. */
  readonly things: AsyncDisposableStack;
}

/** A server on free ports with a fresh folder, and an outside caller on its trunk; what it starts goes into `things`. */
export async function setStage(narrator: Narrator, things: AsyncDisposableStack): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-demo-'));
  things.defer(() => rm(folder, { recursive: true, force: true }));
  const sip = { host: '127.0.0.1', port: await freeUdpPort() };
  const trunkPort = await freeUdpPort();
  const config = loadConfig(
    {
      CORDBOARD_DATA_DIR: join(folder, 'data'),
      CORDBOARD_HTTP_PORT: String(await freeTcpPort()),
      CORDBOARD_SIP_PORT: String(sip.port),
      CORDBOARD_RTP_PORTS: '24000-24199',
      CORDBOARD_TRUNK_PEER: `127.0.0.1:${trunkPort}`,
      CORDBOARD_ADMIN_EMAIL: admin.username,
      CORDBOARD_ADMIN_PASSWORD: admin.password,
      CORDBOARD_WEBHOOK_ALLOW: '127.0.0.0/8',
      CORDBOARD_LOG_LEVEL: 'warn',
    },
    folder,
  );
  const server = await startServer(config, { version });
  things.defer(() => server.close());
  const outside = await Phone.start({
    server: sip,
    username: '+16135550100',
    displayName: 'Outside Caller',
    password: '',
    register: false,
    localPort: trunkPort,
    tone: TRUNK_TONE,
  });
  things.defer(() => outside.close());
  const client = new CordboardClient({
    url: server.url,
    app: `app=cordboard-demo/${version}`,
    fetch: traceFetch(narrator.exchange),
  });
  return { server, sip, folder, client, outside, outsideTone: TRUNK_TONE, things };
}
