import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../../../packages/sip/test/fixtures/rfc4475/', import.meta.url);

/** The torture messages of RFC 4475. */
export function tortureMessages(): Buffer[] {
  return readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER)));
}

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0 101\r\n';

/** What telephones of other makers send and ours do not, from one extension to another. */
export function furtherMessages(from: string, to: string): Buffer[] {
  const message = (method: string, headers: string[], body = '') => {
    const callee = method === 'REGISTER' ? from : to;
    return Buffer.from(
      [
        `${method} sip:${callee}@127.0.0.1 SIP/2.0`,
        'Via: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKfurther;rport',
        'Max-Forwards: 70',
        `From: <sip:${from}@127.0.0.1>;tag=further`,
        `To: <sip:${callee}@127.0.0.1>`,
        'Call-ID: further',
        `CSeq: 1 ${method}`,
        `Contact: <sip:${from}@127.0.0.1:9>`,
        ...headers,
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  };
  return [
    message('INVITE', ['Require: 100rel', 'Supported: timer', 'Content-Type: application/sdp'], SDP),
    message('INVITE', ['Replaces: a;to-tag=b;from-tag=c', 'Content-Type: application/sdp'], SDP),
    message('REGISTER', ['Expires: 60', `Contact: <sip:${from}@127.0.0.1:10>;+sip.instance="<urn:uuid:1>";reg-id=1`]),
    message('SUBSCRIBE', ['Event: dialog', 'Accept: application/dialog-info+xml', 'Expires: 600']),
    message('SUBSCRIBE', ['Event: message-summary', 'Expires: 60']),
    message('SUBSCRIBE', ['Event: presence', 'Expires: 0']),
    message('PRACK', ['RAck: 1 1 INVITE']),
    message('REFER', [`Refer-To: <sip:${to}@127.0.0.1?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>`]),
    message('UPDATE', ['Session-Expires: 90;refresher=uac', 'Content-Type: application/sdp'], SDP),
    message('INFO', ['Content-Type: application/dtmf-relay'], 'Signal=5\r\nDuration=160'),
    message('NOTIFY', ['Event: talk', 'Subscription-State: active']),
    message('CANCEL', ['Reason: SIP;cause=200']),
  ];
}
