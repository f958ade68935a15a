import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What "a request came, and a SIP message left" costs at least: node:http and one datagram the size of an INVITE.
const [port = ''] = process.argv.slice(2);
const socket = createSocket('udp4');
const message = Buffer.alloc(800, 'a');
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (request.method === 'PUT') socket.send(message, Number(port), '127.0.0.1');
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
