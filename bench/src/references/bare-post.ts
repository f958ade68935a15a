import { createSocket } from 'node:dgram';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

// What "a datagram came, and a webhook left" costs at least, with and without a commit on disk in between.
// A datagram is `post <key>` or `commit <key>`; the key comes back in a header.
const [folder = '', url = '', body = ''] = process.argv.slice(2);
const database = new DatabaseSync(join(folder, 'reference.db'));
database.exec('pragma journal_mode = wal; pragma synchronous = full; create table told (body text)');
const insert = database.prepare('insert into told values (?)');
const agent = new Agent({ keepAlive: true });

function commit(): number {
  const start = performance.now();
  insert.run(body);
  return performance.now() - start;
}

const socket = createSocket('udp4', (datagram) => {
  const [wish, key = ''] = datagram.toString().split(' ');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-bench-key': key,
    ...(wish === 'commit' ? { 'x-bench-commit-ms': String(commit()) } : {}),
  };
  request(url, { method: 'POST', agent, headers }, (response) => response.resume()).end(body);
});
socket.bind(0, '127.0.0.1', () => console.log(`port ${socket.address().port}`));
