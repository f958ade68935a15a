import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './ports.ts';

interface Settings {
  username: string;
  password: string;
  server: { host: string; port: number };
  transport?: 'udp' | 'tcp' | 'tls';
  /** SRTP or nothing, SRTP that may be left out, or plain RTP. Default: `srtp-mand` on TLS, else none. */
  encryption?: 'srtp-mand' | 'srtp' | 'none';
  /** PEM file of the authority that its server must show on TLS. */
  authority?: string;
  /** What it says: a tone of this pitch. Default: silence. */
  hz?: number;
}

/** baresip as a desk phone that knows nothing of us: driven by its own control port (JSON in netstrings). */
export class Baresip {
  output = '';
  readonly #events: Record<string, unknown>[] = [];
  readonly #responses: Record<string, unknown>[] = [];
  #child: ChildProcess | undefined;
  #control: Socket | undefined;
  #folder = '';
  #unread = '';

  static async start(settings: Settings): Promise<Baresip> {
    const phone = new Baresip();
    await phone.#launch(settings);
    return phone;
  }

  /** Events of one type seen so far, for example CALL_INCOMING. */
  events(type: string): Record<string, unknown>[] {
    return this.#events.filter((event) => event.type === type);
  }

  /** Runs one of baresip's commands, for example `accept` or `hangup`, and gives what it printed. */
  async command(command: string, params = ''): Promise<string> {
    const before = this.#responses.length;
    const text = JSON.stringify({ command, params, token: 't' });
    this.#control?.write(`${Buffer.byteLength(text)}:${text},`);
    for (let attempt = 0; attempt < 200 && this.#responses.length === before; attempt += 1) await delay(15);
    return String(this.#responses[before]?.data ?? '');
  }

  /** Loudness of what it heard in its last call until now, 0 to 1. */
  async heard(): Promise<number> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('-dec.wav')).sort();
    const file = files.at(-1);
    if (file === undefined) return 0;
    return loudness((await readFile(join(this.#folder, file))).subarray(44));
  }

  /** Ends it at once: it says goodbye to nobody. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async close(): Promise<void> {
    this.#control?.destroy();
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      const late = setTimeout(() => this.#child?.kill('SIGKILL'), 3_000);
      await gone;
      clearTimeout(late);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #launch(settings: Settings): Promise<void> {
    const { username, password, server, transport = 'udp', authority, hz = 0 } = settings;
    const { encryption = transport === 'tls' ? 'srtp-mand' : 'none' } = settings;
    this.#folder = await mkdtemp(join(tmpdir(), 'baresip-'));
    const controlPort = await freePort();
    await writeFile(join(this.#folder, 'voice.wav'), wav(hz));
    await writeFile(
      join(this.#folder, 'config'),
      [
        `sip_listen 127.0.0.1:${await freePort()}`,
        `snd_path ${this.#folder}`,
        ...(authority === undefined ? [] : [`sip_cafile ${authority}`]),
        `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
        `audio_source aufile,${join(this.#folder, 'voice.wav')}`,
        'audio_player aubridge,nil',
        'audio_alert aubridge,nil',
        'audio_channels 1',
        'ausrc_srate 8000',
        'auplay_srate 8000',
        'module_path /usr/lib/baresip/modules',
        'module g711.so',
        'module aufile.so',
        'module aubridge.so',
        'module sndfile.so',
        'module srtp.so',
        'module_tmp uuid.so',
        'module_tmp account.so',
        'module_app menu.so',
        'module_app ctrl_tcp.so',
        'module_app debug_cmd.so',
      ].join('\n'),
    );
    await writeFile(
      join(this.#folder, 'accounts'),
      `<sip:${username}@${server.host}:${server.port};transport=${transport}>;auth_pass=${password};regint=60;audio_codecs=PCMU/8000/1${encryption === 'none' ? '' : `;mediaenc=${encryption}`}\n`,
    );
    const child = spawn('baresip', ['-f', this.#folder], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdout.on('data', (chunk) => this.#keep(chunk));
    child.stderr.on('data', (chunk) => this.#keep(chunk));
    this.#control = await connected(controlPort);
    this.#control.on('data', (chunk) => this.#read(chunk.toString()));
    this.#control.on('error', () => {});
  }

  #keep(chunk: Buffer): void {
    this.output = (this.output + chunk).slice(-20_000);
  }

  #read(chunk: string): void {
    this.#unread += chunk;
    for (;;) {
      const colon = this.#unread.indexOf(':');
      const length = Number(this.#unread.slice(0, colon));
      if (colon < 0 || this.#unread.length < colon + length + 2) return;
      const message = JSON.parse(this.#unread.slice(colon + 1, colon + 1 + length));
      this.#unread = this.#unread.slice(colon + length + 2);
      (message.event ? this.#events : this.#responses).push(message);
    }
  }
}

async function connected(port: number): Promise<Socket> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = createConnection(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (open) return socket;
    await delay(50);
  }
  throw new Error('baresip did not open its control port');
}

/** A minute of a tone or of silence, for the source ends with its file: 8 kHz, 16 bit, mono. */
function wav(hz: number): Buffer {
  const samples = Buffer.alloc(60 * 16_000);
  for (let at = 0; hz > 0 && at < samples.length / 2; at += 1) {
    samples.writeInt16LE(Math.round(12_000 * Math.sin((2 * Math.PI * hz * at) / 8_000)), at * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}

/** Root mean square of 16-bit samples. */
function loudness(samples: Buffer): number {
  let sum = 0;
  const count = Math.floor(samples.length / 2);
  for (let at = 0; at < count; at += 1) sum += (samples.readInt16LE(at * 2) / 32_768) ** 2;
  return count === 0 ? 0 : Math.sqrt(sum / count);
}
