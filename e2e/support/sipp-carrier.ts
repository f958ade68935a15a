import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface CarrierManner {
  /** What it answers an INVITE with; nothing at all when it is left out. */
  readonly status?: number;
  /** It challenges first, and wants this answer. */
  readonly digest?: { readonly username: string; readonly password: string };
}

/** sipp at the far end of a trunk: takes one call in the manner of the test. */
export class SippCarrier {
  output = '';
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
    child.stdout?.on('data', (chunk) => this.#keep(chunk));
    child.stderr?.on('data', (chunk) => this.#keep(chunk));
  }

  static async open(port: number, manner: CarrierManner): Promise<SippCarrier> {
    const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
    await writeFile(join(folder, 'carrier.xml'), scenario(manner));
    const options = ['-sf', 'carrier.xml', '-i', '127.0.0.1', '-p', String(port), '-m', '1', '-nostdin'];
    const child = spawn('sipp', [...options, '-timeout', '60s'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    return new SippCarrier(child, folder);
  }

  /** sipp's own verdict once its call is over: 0 when all went as written. */
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
    await rm(this.#folder, { recursive: true, force: true });
  }

  #keep(chunk: Buffer): void {
    this.output = (this.output + chunk).slice(-20_000);
  }
}

function scenario({ status, digest }: CarrierManner): string {
  const steps = [
    ...(digest === undefined ? ['<recv request="INVITE"/>'] : challenge(digest)),
    ...(status === undefined ? ['<pause milliseconds="60000"/>'] : answer(status)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="carrier">\n${steps.join('\n')}\n</scenario>\n`;
}

function challenge({ username, password }: NonNullable<CarrierManner['digest']>): string[] {
  const demand = 'WWW-Authenticate: Digest realm="carrier", nonce="47ebe028cda119c35d4877b383027d28", algorithm=MD5\n';
  return [
    '<recv request="INVITE"/>',
    reply('401 Unauthorized', demand),
    '<recv request="ACK"/>',
    `<recv request="INVITE"><action>
<verifyauth assign_to="right" username="${username}" password="${password}"/>
</action></recv>`,
    '<nop condexec="right" condexec_inverse="true"><action><error message="The digest is wrong"/></action></nop>',
  ];
}

function answer(status: number): string[] {
  if (status >= 300) return [reply(`${status} Refused`), '<recv request="ACK"/>'];
  return [
    reply('180 Ringing'),
    reply('200 OK', 'Content-Type: application/sdp\n', SDP),
    '<recv request="ACK"/>',
    '<recv request="BYE"/>',
    reply('200 OK'),
  ];
}

const SDP = `v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio 9 RTP/AVP 0
a=rtpmap:0 PCMU/8000
`;

function reply(status: string, headers = '', body = ''): string {
  return `<send><![CDATA[
SIP/2.0 ${status}
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Contact: <sip:carrier@[local_ip]:[local_port]>
${headers}Content-Length: [len]

${body}]]></send>`;
}
