import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { parentPort } from 'node:worker_threads';
import { FRAME_MS } from '@cordboard/rtp';
import { Channel } from './channel.ts';
import type { Command, Report } from './protocol.ts';

// The media plane's own thread: it owns every RTP socket, so that the API's work does not disturb the 20 ms pace.

const channels = new Map<number, Channel>();
/** Steps that are made up for after a delay; more would be a burst that telephones throw away. */
const CATCH_UP = 5;
let ticker: NodeJS.Timeout | undefined;
let nextTick = 0;
let ended = false;

function tell(report: Report): void {
  parentPort?.postMessage(report);
}

async function bind(host: string, ports: readonly number[]): Promise<void> {
  const bound: number[] = [];
  const refused: number[] = [];
  for (const port of ports) {
    const socket = await bindOne(host, port);
    if (ended) {
      // The end came between two ports; an open socket would keep the thread alive.
      socket?.close();
      return;
    }
    if (socket === undefined) refused.push(port);
    else {
      channels.set(port, new Channel(socket));
      bound.push(port);
    }
  }
  tell({ type: 'bound', ports: bound, refused });
}

function bindOne(host: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind(port, host, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

function tick(): void {
  const now = performance.now();
  let steps = 0;
  while (nextTick <= now && steps < CATCH_UP) {
    for (const channel of channels.values()) channel.tick();
    nextTick += FRAME_MS;
    steps += 1;
  }
  if (nextTick <= now) nextTick = now + FRAME_MS;
  const anyPlays = [...channels.values()].some((channel) => channel.playing);
  ticker = anyPlays ? setTimeout(tick, Math.max(0, nextTick - performance.now())) : undefined;
}

function startTicking(): void {
  if (ticker !== undefined) return;
  nextTick = performance.now();
  ticker = setTimeout(tick, 0);
}

function end(): void {
  ended = true;
  clearTimeout(ticker);
  for (const channel of channels.values()) channel.close();
  channels.clear();
  parentPort?.close();
}

parentPort?.on('message', (command: Command) => {
  if (command.type === 'bind') void bind(command.host, command.ports);
  else if (command.type === 'end') end();
  else {
    const channel = channels.get(command.port);
    if (channel !== undefined) obey(channel, command);
  }
});

function obey(channel: Channel, command: Exclude<Command, { type: 'bind' | 'end' }>): void {
  switch (command.type) {
    case 'open':
      channel.open();
      break;
    case 'remote':
      channel.setRemote(command.audio);
      break;
    case 'join':
      join(channel, channels.get(command.other));
      break;
    case 'part':
      channel.setListener(undefined);
      break;
    case 'play':
      channel.play(command.sound);
      if (command.sound !== undefined) startTicking();
      break;
    case 'stats':
      tell({ type: 'stats', request: command.request, stats: channel.stats() });
      break;
    case 'close':
      channel.reset();
      break;
  }
}

function join(channel: Channel, other: Channel | undefined): void {
  channel.setListener(other);
  other?.setListener(channel);
}
