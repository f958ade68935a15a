import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Settings {
  from: string;
  to: string;
  server: { host: string; port: number };
  localPort: number;
}

/** sipp as the trunk: one call in, whose RTP port is a socket of ours that echoes and counts what it hears. */
export class Sipp {
  output = '';
  #received = 0;
  readonly #child: ChildProcess;
  readonly #media: Socket;
  readonly #folder: string;

  private constructor(child: ChildProcess, media: Socket, folder: string) {
    this.#child = child;
    this.#media = media;
    this.#folder = folder;
  }

  static async call({ from, to, server, localPort }: Settings): Promise<Sipp> {
    const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
    const media = createSocket('udp4');
    await new Promise<void>((resolve) => media.bind(0, '127.0.0.1', resolve));
    const scenario = join(folder, 'call-in.xml');
    await writeFile(scenario, callIn(from, media.address().port));
    const remote = `${server.host}:${server.port}`;
    const options = [
      '-sf',
      scenario,
      '-s',
      to,
      '-i',
      '127.0.0.1',
      '-p',
      String(localPort),
      '-m',
      '1',
      '-nostdin',
      '-timeout',
      '60s',
    ];
    const child = spawn('sipp', [...options, remote], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const sipp = new Sipp(child, media, folder);
    child.stdout.on('data', (chunk) => sipp.#keep(chunk));
    child.stderr.on('data', (chunk) => sipp.#keep(chunk));
    media.on('message', (packet, peer) => sipp.#hear(packet, peer.port, peer.address));
    return sipp;
  }

  /** RTP packets that reached the trunk's media port. */
  rtpReceived(): number {
    return this.#received;
  }

  /** sipp's own verdict once the other side has hung up: 0 when the scenario went as written. */
  async verdict(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const gone = once(this.#child, 'exit');
      this.#child.kill('SIGKILL');
      await gone;
    }
    await new Promise<void>((resolve) => this.#media.close(() => resolve()));
    await rm(this.#folder, { recursive: true, force: true });
  }

  #hear(packet: Buffer, port: number, address: string): void {
    this.#received += 1;
    this.#media.send(packet, port, address);
  }

  #keep(chunk: Buffer): void {
    this.output = (this.output + chunk).slice(-20_000);
  }
}

/** One call into the PBX that waits to be answered, talks, and waits for the other side's BYE. */
function callIn(from: string, mediaPort: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<scenario name="a call from the trunk">
  <send retrans="500"><![CDATA[
INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:${from}@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 INVITE
Contact: <sip:trunk@[local_ip]:[local_port]>
Max-Forwards: 70
Content-Type: application/sdp
Content-Length: [len]

v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio ${mediaPort} RTP/AVP 0
a=rtpmap:0 PCMU/8000
]]></send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="181" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rtd="true" rrs="true"/>
  <send><![CDATA[
ACK [next_url] SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
[routes]
[last_From:]
[last_To:]
[last_Call-ID:]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>
  <recv request="BYE"/>
  <send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
`;
}
