// The words of a scenario in sipp's own XML: what one party of a call sends and waits for.

export interface Sent {
  readonly cseq?: number;
  readonly headers?: readonly string[];
  readonly sdp?: string;
  /** Requests of one name are one transaction. Default: one of its own. */
  readonly transaction?: string;
  /** sipp repeats it until the next step has come. */
  readonly repeated?: boolean;
}

/** What a header of a message must say, or its body. */
export interface Matching {
  readonly header?: string;
  readonly text: string;
}

/** A description of audio; port 9 throws away what comes. */
export function sdp(o: { direction?: string; port?: number | string } = {}): string {
  const { direction = 'sendrecv', port = 9 } = o;
  return `v=0
o=sipp 1 1 IN IP4 [local_ip]
s=-
c=IN IP4 [local_ip]
t=0 0
m=audio ${port} RTP/AVP 0
a=rtpmap:0 PCMU/8000
a=${direction}
`;
}

export const pause = (milliseconds: number): string => `<pause milliseconds="${milliseconds}"/>`;

/** A provisional response that may come or not. */
export const maybe = (status: number): string => `<recv response="${status}" optional="true"/>`;

export const response = (status: number, matching?: Matching): string =>
  `<recv response="${status}">${actions(matching)}</recv>`;

/** The answer to an INVITE: requests inside the dialog go where it says. */
export const answered = (matching?: Matching): string => `<recv response="200" rrs="true">${actions(matching)}</recv>`;

/** A request of the other party. */
export const request = (method: string, matching?: Matching): string =>
  `<recv request="${method}">${actions(matching)}</recv>`;

/** Answers the request that came last. */
export function replies(status: string, { headers = [], sdp: body }: Sent = {}): string {
  const lines = [
    '[last_Via:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
    ...withContact(headers),
  ];
  return send([`SIP/2.0 ${status}`, ...lines], body);
}

/** Ours, unless there is another. */
export function withContact(headers: readonly string[]): readonly string[] {
  const has = headers.some((line) => line.startsWith('Contact:'));
  return has ? headers : ['Contact: <sip:sipp@[local_ip]:[local_port]>', ...headers];
}

export function send(lines: readonly string[], body: string | undefined, repeated = false): string {
  const content = body === undefined ? [] : ['Content-Type: application/sdp'];
  return `<send${repeated ? ' retrans="500"' : ''}><![CDATA[
${[...lines, ...content, 'Content-Length: [len]'].join('\n')}

${body ?? ''}]]></send>`;
}

/** Via and the other headers that a request has wherever it belongs. */
export function fixedHeaders(method: string, { cseq = 1, headers = [], transaction }: Sent): string[] {
  const branch = transaction === undefined ? '[branch]' : `z9hG4bK[pid]x[call_number]${transaction}`;
  return [
    `Via: SIP/2.0/UDP [local_ip]:[local_port];branch=${branch}`,
    'Call-ID: [call_id]',
    `CSeq: ${cseq} ${method}`,
    'Max-Forwards: 70',
    ...withContact(headers),
  ];
}

const actions = (matching?: Matching): string =>
  matching === undefined ? '' : `<action>${matches(matching)}</action>`;

export function matches(matching?: Matching): string {
  if (matching === undefined) return '';
  const { header, text } = matching;
  const where = header === undefined ? 'search_in="body"' : `search_in="hdr" header="${header}:"`;
  return `<ereg regexp="${text}" ${where} check_it="true" assign_to="seen"/><log message="[$seen]"/>`;
}
