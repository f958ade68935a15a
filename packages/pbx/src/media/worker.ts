import { parentPort, workerData } from 'node:worker_threads';
import { DigitTrain } from '@cordboard/rtp';
import { Channel } from './channel.ts';
import { Clip, Playback, type PlayEnd } from './clip.ts';
import { type Meter, meterAt } from './meter.ts';
import { Mix } from './mixing/mix.ts';
import { Pace } from './pace.ts';
import { SessionPath } from './paths/session-path.ts';
import { bindUdpPort, type UdpPort } from './paths/udp-port.ts';
import type { DtlsIdentity } from './paths/webrtc/certificate.ts';
import { loadDtls } from './paths/webrtc/load-dtls.ts';
import type { Command, Recorded, Report } from './protocol.ts';
import { Recorder } from './recording/recorder.ts';
import { Sounds } from './sounds.ts';

// The media plane's own thread: it owns every RTP socket, so that the API's work does not disturb the 20 ms pace.

const channels = new Map<number, Channel>();
const mixes = new Map<number, Mix>();
const recorders = new Map<number, Recorder>();
const pace = new Pace();
const sounds = new Sounds();
let ended = false;

type Obey = { [Type in Command['type']]: (command: Extract<Command, { type: Type }>) => void };

const obey: Obey = {
  bind: (command) => void bind(command),
  expectBrowsers: () => void loadDtls(),
  remote: ({ port, audio }) => channels.get(port)?.setRemote(audio),
  join: ({ port, other }) => join(channels.get(port), channels.get(other)),
  part: ({ port }) => channels.get(port)?.setListener(undefined),
  play: ({ port, sound }) => play(port, sound === undefined ? undefined : new Playback(sounds.get(sound))),
  playOnce: ({ port, samples, stopOnDigit, request }) =>
    play(port, new Playback(new Clip(samples), { once: true, stopOnDigit, ended: done(request) })),
  sendDigits: ({ port, digits, durationMs, request }) => sendDigits(port, new DigitTrain(digits, durationMs), request),
  mute: ({ port, on }) => channels.get(port)?.mute(on),
  deafen: ({ port, on }) => channels.get(port)?.deafen(on),
  stats: ({ port, request }) => stats(port, request),
  close: ({ port }) => channels.get(port)?.reset(),
  setSound: ({ name, samples }) => sounds.set(name, samples),
  openMixer: ({ mixer }) => openMixer(mixer),
  seat: ({ mixer, port, seated }) => seat(mixes.get(mixer), channels.get(port), seated),
  playToMixer: ({ mixer, samples, request }) => playToMixer(mixes.get(mixer), samples, request),
  closeMixer: ({ mixer }) => closeMixer(mixer),
  record: ({ recorder, file, of }) => record(recorder, file, of),
  pauseRecorder: ({ recorder, paused }) => recorders.get(recorder)?.pause(paused, performance.now()),
  stopRecorder: ({ recorder }) => recorders.get(recorder)?.stop(),
  end: () => void end(),
};

parentPort?.on('message', (command: Command) => {
  (obey[command.type] as (command: Command) => void)(command);
});

function tell(report: Report): void {
  parentPort?.postMessage(report);
}

function done(request: number): (how: PlayEnd) => void {
  return (how) => tell({ type: 'done', request, how });
}

async function bind({ host, ports, meters }: Extract<Command, { type: 'bind' }>): Promise<void> {
  const bound: number[] = [];
  const refused: number[] = [];
  for (const [index, number] of ports.entries()) {
    const port = await bindUdpPort(host, number);
    if (ended) {
      // The end came between two ports; an open socket would keep the thread alive.
      port?.close();
      return;
    }
    if (port === undefined) refused.push(number);
    else {
      channels.set(number, newChannel(number, port, meterAt(meters, index)));
      bound.push(number);
    }
  }
  tell({ type: 'bound', ports: bound, refused });
}

function newChannel(number: number, port: UdpPort, meter: Meter): Channel {
  const path = new SessionPath(port, workerData as DtlsIdentity);
  path.onLost(() => tell({ type: 'lost', port: number }));
  return new Channel(path, meter, (digit) => tell({ type: 'digit', port: number, digit }));
}

function join(channel: Channel | undefined, other: Channel | undefined): void {
  channel?.setListener(other);
  other?.setListener(channel);
}

function play(port: number, playback: Playback | undefined): void {
  const channel = channels.get(port);
  channel?.play(playback);
  if (channel !== undefined && playback !== undefined) pace.add(channel);
}

function sendDigits(port: number, digits: DigitTrain, request: number): void {
  const channel = channels.get(port);
  channel?.sendDigits(digits, done(request));
  if (channel !== undefined) pace.add(channel);
}

function stats(port: number, request: number): void {
  const channel = channels.get(port);
  if (channel !== undefined) tell({ type: 'stats', request, stats: channel.stats() });
}

function openMixer(id: number): void {
  const mix = new Mix();
  mixes.set(id, mix);
  pace.add(mix);
}

function seat(mix: Mix | undefined, channel: Channel | undefined, seated: boolean): void {
  if (channel === undefined) return;
  if (seated) mix?.add(channel);
  else mix?.remove(channel);
}

function playToMixer(mix: Mix | undefined, samples: Int16Array | undefined, request: number): void {
  const once =
    samples === undefined ? undefined : new Playback(new Clip(samples), { once: true, ended: done(request) });
  mix?.play(once);
  if (mix === undefined || once === undefined) done(request)('stopped');
}

function closeMixer(id: number): void {
  mixes.get(id)?.close();
  mixes.delete(id);
}

function record(id: number, file: string, of: Recorded): void {
  const recorded = 'port' in of ? channels.get(of.port) : mixes.get(of.mixer);
  const recorder = new Recorder(file, performance.now(), (end) => {
    recorders.delete(id);
    recorded?.clearTap(recorder);
    tell({ type: 'recorded', recorder: id, end });
  });
  recorders.set(id, recorder);
  if (recorded === undefined) recorder.stop();
  else recorded.setTap(recorder);
  pace.add(recorder);
}

/** What is being recorded is completed first. */
async function end(): Promise<void> {
  ended = true;
  pace.stop();
  await Promise.all([...recorders.values()].map((recorder) => recorder.finish()));
  for (const channel of channels.values()) channel.close();
  channels.clear();
  parentPort?.close();
}
