import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Settings {
  /** Steps of a scenario, in sipp's own XML. */
  readonly steps: string;
  readonly to: string;
  readonly server: { host: string; port: number };
  readonly localPort: number;
}

/** sipp as the trunk, playing one scenario once: its verdict is 0 when everything came as written. */
export async function playScenario({
  steps,
  to,
  server,
  localPort,
}: Settings): Promise<{ verdict: number; output: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'sipp-'));
  try {
    const file = join(folder, 'scenario.xml');
    await writeFile(file, `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="one">\n${steps}\n</scenario>\n`);
    const where = ['-s', to, '-i', '127.0.0.1', '-p', String(localPort)];
    const options = ['-sf', file, ...where, '-m', '1', '-nostdin', '-timeout', '30s', '-timeout_error'];
    const child = spawn('sipp', [...options, `${server.host}:${server.port}`], { cwd: folder });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk).slice(-8_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    await once(child, 'exit');
    return { verdict: child.exitCode ?? 255, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const SDP = `v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio 6000 RTP/AVP 0
a=rtpmap:0 PCMU/8000
`;

/** A request of the caller; `to`: how To is written. */
function request(method: string, o: { cseq?: number; sdp?: boolean; established?: boolean } = {}): string {
  const { cseq = 1, sdp = false, established = false } = o;
  return `<send${method === 'ACK' ? '' : ' retrans="500"'}><![CDATA[
${method} ${established ? '[next_url]' : 'sip:[service]@[remote_ip]:[remote_port]'} SIP/2.0
Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
From: <sip:+16135550100@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>${established ? '[peer_tag_param]' : ''}
Call-ID: [call_id]
CSeq: ${cseq} ${method}
Contact: <sip:trunk@[local_ip]:[local_port]>
Max-Forwards: 70
${sdp ? 'Content-Type: application/sdp\n' : ''}Content-Length: [len]

${sdp ? SDP : ''}]]></send>`;
}

const trying = '<recv response="100" optional="true"/>';
const ringing = '<recv response="180" optional="true"/>';
const answered = '<recv response="200" rrs="true"/>';
const hangUp = `${request('BYE', { cseq: 2, established: true })}<recv response="200"/>`;

/** An INVITE without a description: ours comes in the 200, theirs in the ACK. */
export const lateOffer = [
  request('INVITE'),
  trying,
  ringing,
  answered,
  request('ACK', { sdp: true, established: true }),
  '<pause milliseconds="300"/>',
  hangUp,
].join('\n');

/** The caller gives up while it rings. CANCEL and the ACK to the refusal belong to the INVITE's transaction. */
export const givenUp = [
  request('INVITE', { sdp: true }),
  trying,
  '<recv response="180"/>',
  request('CANCEL').replace('branch=[branch]', 'branch=[branch-3]'),
  '<recv response="200"/>',
  '<recv response="487"/>',
  request('ACK', { established: true })
    .replace('branch=[branch]', 'branch=[branch-6]')
    .replace('[next_url]', 'sip:[service]@[remote_ip]:[remote_port]'),
].join('\n');
