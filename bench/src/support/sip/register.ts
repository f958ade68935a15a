import { UdpPort } from '../udp-port.ts';
import { until } from '../until.ts';
import { answerChallenge } from './digest.ts';
import { readSip, type SipText, writeSip } from './text.ts';

interface Registration {
  readonly username: string;
  /** Undefined where nobody asks for it. */
  readonly password?: string;
  /** Port of the registrar, and of the phone's Contact; both on loopback, UDP. */
  readonly registrarPort: number;
  readonly contactPort: number;
}

/** Registers a phone that listens at `contactPort`. @throws Error unless the answer is 200 */
export async function register(o: Registration): Promise<void> {
  const socket = await UdpPort.open();
  const answers: SipText[] = [];
  socket.onPacket((packet) => answers.push(readSip(packet)));
  const ask = async (cseq: number, fields: readonly string[]) => {
    socket.send(registerText(o, { viaPort: socket.port, cseq, fields }), o.registrarPort);
    return await until(() => answers[cseq - 1], `an answer to REGISTER of ${o.username}`);
  };
  try {
    let answer = await ask(1, []);
    if (answer.status === 401 && o.password !== undefined) {
      const uri = `sip:127.0.0.1:${o.registrarPort}`;
      const wanted = { username: o.username, password: o.password, method: 'REGISTER', uri };
      answer = await ask(2, [answerChallenge(answer.fields('www-authenticate'), wanted)]);
    }
    if (answer.status !== 200) throw new Error(`REGISTER of ${o.username} was answered with ${answer.status}`);
  } finally {
    socket[Symbol.dispose]();
  }
}

function registerText(o: Registration, p: { viaPort: number; cseq: number; fields: readonly string[] }): string {
  const address = `<sip:${o.username}@127.0.0.1:${o.registrarPort}>`;
  return writeSip(`REGISTER sip:127.0.0.1:${o.registrarPort} SIP/2.0`, [
    `Via: SIP/2.0/UDP 127.0.0.1:${p.viaPort};branch=z9hG4bK-${p.viaPort}-${p.cseq}`,
    `From: ${address};tag=${p.viaPort}`,
    `To: ${address}`,
    `Call-ID: register-${p.viaPort}`,
    `CSeq: ${p.cseq} REGISTER`,
    `Contact: <sip:${o.username}@127.0.0.1:${o.contactPort}>;expires=3600`,
    'Allow-Events: talk',
    'Max-Forwards: 70',
    ...p.fields,
  ]);
}
