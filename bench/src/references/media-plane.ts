import { setTimeout as delay } from 'node:timers/promises';
import { createMediaPlane, type MediaSession, NoMediaPorts } from '../../../packages/pbx/src/media/index.ts';
import { SdpSession } from '../../../packages/rtp/src/index.ts';

// The media plane in a process of its own. `relay` joins each party with the next one; `mix` puts all into one mixer.
// An argument is the port of one party; its session's port is told in the same place.
const [how = '', from = '', ...parties] = process.argv.slice(2);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const plane = createMediaPlane({
  host: '127.0.0.1',
  ports: { from: Number(from), to: Number(from) + Math.max(199, parties.length * 2) },
  log,
});
await plane.ready();
const sessions: MediaSession[] = [];
for (const [index, port] of parties.entries()) {
  const session = await open();
  session.answer(new SdpSession({ address: '127.0.0.1', port: Number(port), id: index + 1 }).offer());
  sessions.push(session);
}
if (how === 'mix') {
  const mixer = plane.openMixer();
  for (const session of sessions) mixer.add(session);
} else {
  for (let index = 0; index + 1 < sessions.length; index += 2) sessions[index]?.join(sessions[index + 1] as never);
}
console.log(`port ${sessions[0]?.port}\nports ${sessions.map(({ port }) => port).join(' ')}`);

/** The plane binds its ports ahead of need, but not all of so many at once. */
async function open(): Promise<MediaSession> {
  for (;;) {
    try {
      return plane.open();
    } catch (error) {
      if (!(error instanceof NoMediaPorts)) throw error;
      await delay(5);
    }
  }
}
