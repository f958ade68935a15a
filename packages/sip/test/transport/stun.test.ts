import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { SipEndpoint } from '../../src/index.ts';
import { requestText } from '../support/texts.ts';

const request = Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex');

/** Sends the datagrams and an OPTIONS behind them; gives what came until its answer. */
async function answersTo(...datagrams: Buffer[]): Promise<Buffer[]> {
  const endpoint = new SipEndpoint();
  const point = await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const heard: Buffer[] = [];
  const fence = requestText({ method: 'OPTIONS', port: socket.address().port, callId: 'fence' });
  for (const datagram of [...datagrams, Buffer.from(fence)]) socket.send(datagram, point.port, point.host);
  for (;;) {
    const [bytes] = (await once(socket, 'message')) as [Buffer];
    if (bytes.toString().startsWith('SIP/2.0')) break;
    heard.push(bytes);
  }
  // Where it really came from, as the address in the answer is to say.
  heard.push(Buffer.from(String(socket.address().port)));
  await Promise.all([endpoint.close(), new Promise<void>((resolve) => socket.close(() => resolve()))]);
  return heard;
}

test('a STUN binding request on the SIP port is answered with the address it came from (RFC 5626 section 4.4.2)', async () => {
  const [answer = expect.unreachable(), port] = await answersTo(request);
  expect(answer.subarray(0, 4).toString('hex')).toBe('0101000c');
  expect(answer.subarray(4, 20)).toEqual(request.subarray(4, 20));
  expect(answer.subarray(20, 26).toString('hex')).toBe('002000080001');
  expect(answer.readUInt16BE(26) ^ 0x2112).toBe(Number(port));
  expect([...answer.subarray(28)].map((byte, at) => byte ^ (request[4 + at] as number))).toEqual([127, 0, 0, 1]);
});

test.each([
  ['another method', '000200002112a442b7e7a701bc34d686fa87dfae'],
  ['a success response', '010100002112a442b7e7a701bc34d686fa87dfae'],
  ['another cookie', '000100002112a443b7e7a701bc34d686fa87dfae'],
  ['a length that is not so', '000100082112a442b7e7a701bc34d686fa87dfae'],
  ['half a header', '000100002112a442'],
])('%s is not answered', async (_title, hex) => {
  expect(await answersTo(Buffer.from(hex, 'hex'))).toHaveLength(1);
});
