import { parentPort } from 'node:worker_threads';
import { FRAME_MS } from '@cordboard/rtp';
import { Channel } from './channel.ts';
import { bindUdpPort } from './paths/udp-port.ts';
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
  for (const number of ports) {
    const port = await bindUdpPort(host, number);
    if (ended) {
      // The end came between two ports; an open socket would keep the thread alive.
      port?.close();
      return;
    }
    if (port === undefined) refused.push(number);
    else {
      channels.set(number, new Channel(port));
      bound.push(number);
    }
  }
  tell({ type: 'bound', ports: bound, refused });
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
