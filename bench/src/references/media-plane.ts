import { createMediaPlane } from '../../../packages/pbx/src/media/index.ts';
import { SdpSession } from '../../../packages/rtp/src/index.ts';

// The media plane in a process of its own. `relay` joins each party with the next one; `mix` puts all into one mixer.
// An argument is the port of one party; its session's port is told in the same place.
const [how = '', from = '', ...parties] = process.argv.slice(2);
const log = { debug() {}, info() {}, warn() {}, error() {} };
const plane = createMediaPlane({
  host: '127.0.0.1',
  ports: { from: Number(from), to: Number(from) + 199 },
  log,
});
await plane.ready();
const sessions = parties.map((port, index) => {
  const session = plane.open();
  session.answer(new SdpSession({ address: '127.0.0.1', port: Number(port), id: index + 1 }).offer());
  return session;
});
if (how === 'mix') {
  const mixer = plane.openMixer();
  for (const session of sessions) mixer.add(session);
} else {
  for (let index = 0; index + 1 < sessions.length; index += 2) sessions[index]?.join(sessions[index + 1] as never);
}
console.log(`port ${sessions[0]?.port}\nports ${sessions.map(({ port }) => port).join(' ')}`);
