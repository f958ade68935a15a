import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What an answer costs at least: node:http that gives one body to whoever asks.
const [body = '', contentType = ''] = process.argv.slice(2);
const headers = { 'content-type': contentType, 'content-length': Buffer.byteLength(body) };
const server = createServer((_request, response) => {
  response.writeHead(200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
