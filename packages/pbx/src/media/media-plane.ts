import { Worker } from 'node:worker_threads';
import type { StreamQuality } from '@cordboard/rtp';
import { type Clock, type Log, systemClock, type Timer } from '@cordboard/sip';
import type { PlayEnd } from './clip.ts';
import { MediaSession, type SessionHost } from './media-session.ts';
import { type Meter, meterAt, metersFor, readMeter } from './meter.ts';
import { Mixer } from './mixing/mixer.ts';
import { newDtlsIdentity } from './paths/webrtc/certificate.ts';
import { PortPool } from './port-pool.ts';
import { type Command, type MediaStats, noStats, type Recorded, type Report, type Sound } from './protocol.ts';
import { readSound } from './read-sound.ts';
import { Recording } from './recording/recording.ts';
import { repairRecording } from './recording/repair-recording.ts';

const PORT_REST_MS = 3_000;
/** Pause before a worker that failed is replaced, so that one that fails at once does not take the machine. */
const RESTART_MS = 500;
const noQuality: StreamQuality = { packetsReceived: 0, packetsLost: 0, jitterMs: 0 };
/** Cause of a recording whose worker has failed. */
const MEDIA_LOST = 'mediaLost';

type Answer = Extract<Report, { readonly request: number }>;

/** Every port of the range is in use or rests. */
export class NoMediaPorts extends Error {
  override readonly name = 'NoMediaPorts';
}

export interface MediaPlaneOptions {
  /** Address to bind, and to tell in SDP unless `advertisedHost` is given. */
  readonly host: string;
  readonly advertisedHost?: string;
  /** Both ends included. */
  readonly ports: { readonly from: number; readonly to: number };
  /** How long a port rests between two calls. Default 3 s. */
  readonly portRestMs?: number;
  /** WAV files that are heard in place of the sounds made here. */
  readonly sounds?: Partial<Readonly<Record<Sound, string>>>;
  readonly clock?: Clock;
  readonly log: Log;
}

/**
 * All media sessions of the PBX, and the worker thread that carries their packets. A worker that fails takes its
 * sessions with it and is replaced by another.
 */
export class MediaPlane implements SessionHost {
  readonly #o: MediaPlaneOptions;
  #pool: PortPool;
  /** By port. */
  readonly #sessions = new Map<number, MediaSession>();
  readonly #meters = new Map<number, Meter>();
  readonly #recordings = new Map<number, Recording>();
  /** Of the administrator. */
  readonly #sounds = new Map<Sound, Int16Array>();
  readonly #questions = new Map<number, (answer: Answer | undefined) => void>();
  readonly #bound = Promise.withResolvers<void>();
  /** Of all calls with browsers, as long as this plane lives. */
  readonly #identity = newDtlsIdentity();
  #expectsBrowsers = false;
  #worker: Worker | undefined;
  #restart: Timer | undefined;
  #ids = 0;
  #state: 'starting' | 'running' | 'closed' = 'starting';

  constructor(o: MediaPlaneOptions) {
    this.#o = o;
    this.#pool = this.#newPool();
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  /** Does a worker carry packets? */
  get running(): boolean {
    return this.#worker !== undefined && this.#state === 'running';
  }

  /**
   * Starts the worker and waits for the first ports.
   * @throws NoMediaPorts when not one can be bound, UnusableSound when a sound file is none
   */
  async ready(): Promise<void> {
    await this.#loadSounds();
    this.#launch();
    try {
      await this.#bound.promise;
      this.#state = 'running';
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** @throws NoMediaPorts */
  open(): MediaSession {
    if (this.#worker === undefined || this.#state === 'closed') throw new NoMediaPorts('The media worker does not run');
    const port = this.#pool.take(performance.now());
    if (port === undefined) {
      throw new NoMediaPorts(`All RTP ports from ${this.#o.ports.from} to ${this.#o.ports.to} are in use`);
    }
    const address = this.#o.advertisedHost ?? this.#o.host;
    const { fingerprint } = this.#identity;
    const session = new MediaSession(this, { address, port, id: this.#nextId(), fingerprint });
    this.#sessions.set(port, session);
    return session;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#restart?.cancel();
    for (const session of [...this.#sessions.values()]) session.close();
    const worker = this.#worker;
    if (worker === undefined) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    this.command({ type: 'end' });
    await gone;
  }

  /** Calls of browsers may come. Idempotent. */
  expectBrowsers(): void {
    if (!this.#expectsBrowsers) this.command({ type: 'expectBrowsers' });
    this.#expectsBrowsers = true;
  }

  command(command: Command): void {
    this.#worker?.postMessage(command);
  }

  async stats(port: number): Promise<MediaStats> {
    const answer = await this.#question((request) => ({ type: 'stats', port, request }));
    return answer?.type === 'stats' ? answer.stats : noStats;
  }

  async ask(command: (request: number) => Command): Promise<PlayEnd> {
    const answer = await this.#question(command);
    return answer?.type === 'done' ? answer.how : 'stopped';
  }

  quality(port: number): StreamQuality {
    const meter = this.#meters.get(port);
    return meter === undefined ? noQuality : readMeter(meter);
  }

  closed(session: MediaSession): void {
    this.#sessions.delete(session.port);
    this.#pool.give(session.port, performance.now());
  }

  openMixer(): Mixer {
    const mixer = this.#nextId();
    this.command({ type: 'openMixer', mixer });
    return new Mixer({
      seat: ({ port }, seated) => this.command({ type: 'seat', mixer, port, seated }),
      mute: ({ port }, on) => this.command({ type: 'mute', port, on }),
      deafen: ({ port }, on) => this.command({ type: 'deafen', port, on }),
      play: (samples) => this.ask((request) => ({ type: 'playToMixer', mixer, samples, request })),
      record: (file) => this.record(file, { mixer }),
      close: () => this.command({ type: 'closeMixer', mixer }),
    });
  }

  record(file: string, of: Recorded): Recording {
    const recorder = this.#nextId();
    const recording = new Recording(file, {
      pause: (paused) => this.command({ type: 'pauseRecorder', recorder, paused }),
      stop: () => this.command({ type: 'stopRecorder', recorder }),
    });
    if (this.#worker === undefined) recording.end({ durationMs: 0, bytes: 0, cause: MEDIA_LOST });
    else {
      this.#recordings.set(recorder, recording);
      this.command({ type: 'record', recorder, file, of });
    }
    return recording;
  }

  async #loadSounds(): Promise<void> {
    for (const [name, path] of Object.entries(this.#o.sounds ?? {})) {
      this.#sounds.set(name as Sound, await readSound(path));
    }
  }

  #question(command: (request: number) => Command): Promise<Answer | undefined> {
    if (this.#worker === undefined) return Promise.resolve(undefined);
    const request = this.#nextId();
    return new Promise((resolve) => {
      this.#questions.set(request, resolve);
      this.command(command(request));
    });
  }

  #nextId(): number {
    this.#ids += 1;
    return this.#ids;
  }

  #receive(report: Report): void {
    if (report.type === 'bound') this.#receiveBound(report.ports, report.refused);
    else if (report.type === 'lost') this.#sessions.get(report.port)?.losePeer();
    else if (report.type === 'digit') this.#sessions.get(report.port)?.receiveDigit(report.digit);
    else if (report.type === 'recorded') {
      this.#recordings.get(report.recorder)?.end(report.end);
      this.#recordings.delete(report.recorder);
    } else {
      this.#questions.get(report.request)?.(report);
      this.#questions.delete(report.request);
    }
  }

  #receiveBound(ports: readonly number[], refused: readonly number[]): void {
    if (refused.length > 0) {
      const range = { from: refused.at(0), to: refused.at(-1), count: refused.length };
      this.#o.log.warn(range, 'RTP ports are in use by another program; others of the range are taken');
    }
    this.#pool.bound(ports, refused.length);
    if (ports.length > 0) this.#bound.resolve();
    this.#checkBound();
  }

  #checkBound(): void {
    const { from, to } = this.#o.ports;
    if (this.#pool.exhausted) this.#bound.reject(new NoMediaPorts(`No RTP port from ${from} to ${to} can be bound`));
  }

  #newPool(): PortPool {
    const { host, ports, portRestMs } = this.#o;
    const range = { ...ports, restMs: portRestMs ?? PORT_REST_MS };
    return new PortPool(range, (asked) => {
      const meters = metersFor(asked.length);
      for (const [index, port] of asked.entries()) this.#meters.set(port, meterAt(meters, index));
      this.command({ type: 'bind', host, ports: asked, meters });
    });
  }

  #launch(): void {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: this.#identity });
    this.#worker.on('message', (report: Report) => this.#receive(report));
    this.#worker.on('error', (error) => this.#o.log.error({ err: error }, 'The media worker failed'));
    this.#worker.on('exit', () => this.#stopped());
    for (const [name, samples] of this.#sounds) this.command({ type: 'setSound', name, samples });
    if (this.#expectsBrowsers) this.command({ type: 'expectBrowsers' });
    this.#pool.grow();
    this.#checkBound();
  }

  /** The worker is gone: on close, or because it failed. Nobody may wait for it any more. */
  #stopped(): void {
    this.#worker = undefined;
    for (const answer of this.#questions.values()) answer(undefined);
    this.#questions.clear();
    this.#loseRecordings();
    this.#bound.reject(new NoMediaPorts('The media worker has stopped'));
    if (this.#state !== 'running') return;
    this.#o.log.error({ sessions: this.sessions }, 'The media worker stopped: its calls are lost, another one starts');
    const lost = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#pool = this.#newPool();
    this.#restart = (this.#o.clock ?? systemClock).after(RESTART_MS, () => this.#launch());
    for (const session of lost) session.lose();
  }

  /** What they had written is made whole. */
  #loseRecordings(): void {
    for (const recording of this.#recordings.values()) {
      repairRecording(recording.file)
        .catch(() => ({ durationMs: 0, bytes: 0 }))
        .then((end) => recording.end({ ...end, cause: MEDIA_LOST }));
    }
    this.#recordings.clear();
  }
}

export function createMediaPlane(o: MediaPlaneOptions): MediaPlane {
  return new MediaPlane(o);
}
