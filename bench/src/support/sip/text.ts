/** A SIP message as it lies on the wire, read no further than a telephone of a benchmark needs. */
export interface SipText {
  /** `INVITE`; empty in a response. */
  readonly method: string;
  /** 0 in a request. */
  readonly status: number;
  readonly uri: string;
  readonly callId: string;
  readonly body: string;
  /** Whole header fields of that name (lower case), each with its name. */
  fields(name: string): string[];
  /** Value of the first field of that name. */
  value(name: string): string;
}

export function readSip(packet: Buffer): SipText {
  const text = packet.toString();
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = text.slice(0, end).split('\r\n');
  const [first = '', second = ''] = start.split(' ');
  const fields = (name: string) => lines.filter((line) => line.toLowerCase().startsWith(`${name}:`));
  const value = (name: string) =>
    fields(name)[0]
      ?.slice(name.length + 1)
      .trim() ?? '';
  const response = first === 'SIP/2.0';
  return {
    method: response ? '' : first,
    status: response ? Number(second) : 0,
    uri: response ? '' : second,
    callId: value('call-id'),
    body: text.slice(end + 4),
    fields,
    value,
  };
}

export function writeSip(start: string, fields: readonly string[], body = ''): string {
  const content = body === '' ? [] : ['Content-Type: application/sdp'];
  return [start, ...fields, ...content, `Content-Length: ${body.length}`, '', body].join('\r\n');
}

/** The response to a request; `tag` makes a dialog (RFC 3261 section 12.1.1). */
export function writeResponse(
  request: SipText,
  status: string,
  { tag, fields = [], body }: { tag?: string; fields?: readonly string[]; body?: string } = {},
): string {
  const [to = ''] = request.fields('to');
  const copied = ['via', 'record-route', 'from', 'call-id', 'cseq'].flatMap((name) => request.fields(name));
  const tagged = tag === undefined || to.includes(';tag=') ? to : `${to};tag=${tag}`;
  return writeSip(`SIP/2.0 ${status}`, [...copied, tagged, ...fields], body);
}

/** PCMU at this port of loopback. */
export function sdpAt(port: number): string {
  return [
    'v=0',
    'o=bench 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0`,
    'a=rtpmap:0 PCMU/8000',
    '',
  ].join('\r\n');
}
