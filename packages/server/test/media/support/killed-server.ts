// A server that runs until it is killed: node killed-server.ts <settings as JSON>
// Writes its addresses on stdout once it takes calls.
import { startServer } from '../../../src/main.ts';

const server = await startServer(JSON.parse(process.argv[2] ?? '{}'), { version: 'test' });
process.stdout.write(`${JSON.stringify({ url: server.url, registrar: server.registrar })}\n`);
process.on('SIGTERM', () => void server.close());
