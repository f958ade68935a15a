import { createSocket } from 'node:dgram';

// What relaying RTP costs at least: a datagram comes at one port, and leaves from another one. An argument is the port
// that a packet of the pair goes to; each has a pair of ports of its own.
const targets = process.argv.slice(2).map(Number);
const ports = await Promise.all(
  targets.map(async (target) => {
    const [inside, outside] = [createSocket('udp4'), createSocket('udp4')];
    for (const socket of [inside, outside]) {
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    }
    inside.on('message', (packet) => outside.send(packet, target, '127.0.0.1', () => {}));
    return inside.address().port;
  }),
);
console.log(`port ${ports[0]}\nports ${ports.join(' ')}`);
