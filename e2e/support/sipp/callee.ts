import { fixedHeaders, type Matching, matches, type Sent, send, withContact } from './steps.ts';

const TAG = 'ours';

/** Writes what the party sends that is called. */
export const callee = {
  /** Waits for the INVITE, and keeps what its answers and later requests repeat. */
  rung: (matching?: Matching): string => `<recv request="INVITE" rrs="true"><action>
<ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
<ereg regexp=".*" search_in="hdr" header="From:" assign_to="them"/>
<ereg regexp=".*" search_in="hdr" header="To:" assign_to="us"/>
<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
${matches(matching)}</action></recv>`,

  /** Waits for a re-INVITE, and keeps what its answer repeats. */
  askedAgain: (matching?: Matching): string => `<recv request="INVITE"><action>
<ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
<ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
${matches(matching)}</action></recv>`,

  /** Answers the INVITE, whatever has come since; `tag`: of the device that speaks, of several. */
  answers(status: string, { headers = [], sdp, repeated, tag = TAG }: Sent & { tag?: string } = {}): string {
    return send(
      [
        `SIP/2.0 ${status}`,
        'Via: [$via]',
        'From: [$them]',
        `To: [$us];tag=${tag}`,
        'Call-ID: [call_id]',
        'CSeq: [$cseq]',
        ...withContact(headers),
      ],
      sdp,
      repeated,
    );
  },

  /** A request inside the dialog. */
  asks(method: string, o: Sent = {}): string {
    const lines = [`From: [$us];tag=${TAG}`, 'To: [$them]', ...fixedHeaders(method, o)];
    return send([`${method} [next_url] SIP/2.0`, ...lines], o.sdp, o.repeated ?? method !== 'ACK');
  },
};
