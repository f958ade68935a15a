import { SippProcess } from './sipp/sipp-process.ts';

export interface CarrierManner {
  /** What it answers an INVITE with; nothing at all when it is left out. */
  readonly status?: number;
  /** It challenges first, and wants this answer. */
  readonly digest?: { readonly username: string; readonly password: string };
}

/** sipp at the far end of a trunk: takes one call in the manner of the test. */
export function openCarrier(localPort: number, { status, digest }: CarrierManner): Promise<SippProcess> {
  const steps = [
    ...(digest === undefined ? ['<recv request="INVITE"/>'] : challenge(digest)),
    ...(status === undefined ? ['<pause milliseconds="60000"/>'] : answer(status)),
  ];
  return SippProcess.start({ steps, localPort });
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
