import { createSocket } from 'node:dgram';
import { type Credentials, SipEndpoint } from '@cordboard/sip';
import { until } from '../../media/support/until.ts';

/** What the telephone of 2880 is told that asks once for its messages (RFC 3842). */
export async function askLamp(sipPort: number, credentials: Credentials): Promise<string> {
  const phone = new SipEndpoint({ contactUser: '2880' });
  const told = await listener();
  try {
    await phone.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
    const address = `sip:2880@127.0.0.1:${sipPort}`;
    const answer = await phone.request({
      method: 'SUBSCRIBE',
      uri: address,
      from: { uri: address },
      to: { uri: address },
      headers: { Event: 'message-summary', Expires: '0', Contact: `<sip:2880@127.0.0.1:${told.port}>` },
      target: { transport: 'udp', host: '127.0.0.1', port: sipPort },
      credentials,
    });
    if (answer.status !== 200) throw new Error(`The lamp is refused: ${answer.status}`);
    return await until(() => told.first(), 'a NOTIFY');
  } finally {
    await phone.close();
    told.close();
  }
}

/** Hears one request and answers it. */
async function listener() {
  const socket = createSocket('udp4');
  let text: string | undefined;
  socket.on('message', (message, { port }) => {
    text = message.toString();
    const kept = text.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
    socket.send(['SIP/2.0 200 OK', ...kept, 'Content-Length: 0', '', ''].join('\r\n'), port, '127.0.0.1');
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { port: socket.address().port, first: () => text, close: () => socket.close() };
}
