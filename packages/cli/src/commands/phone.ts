import { createInterface } from 'node:readline/promises';
import { Phone, type PhoneCall } from '@cordboard/phone';
import { Command, InvalidArgumentError, Option } from 'commander';
import { complain, pc, say } from '../say.ts';

interface Options {
  readonly server: { host: string; port: number };
  readonly user: string;
  readonly password?: string;
  readonly realm?: string;
  readonly transport: 'udp' | 'tcp';
  readonly localHost: string;
  readonly localPort: number;
  readonly autoAnswer: boolean;
  readonly talk: boolean;
  readonly tone?: number;
  readonly register: boolean;
}

const KEYS = 'Commands: dial <number>, answer, reject, hangup, hold, retrieve, tone <Hz>|off, heard, quit';
const HEARD_EVERY_MS = 2_000;

/** `cordboard phone`: a SIP telephone in the terminal, for people without hardware. */
export function phoneCommand(): Command {
  return new Command('phone')
    .description('A small SIP phone in the terminal: registers, rings, answers, plays a tone, tells what it hears')
    .requiredOption('-u, --user <extension>', 'extension, which is the SIP user name')
    .addOption(
      new Option('-p, --password <password>', 'from POST /endpoints/{endpointId}/credentials').env(
        'CORDBOARD_PHONE_PASSWORD',
      ),
    )
    .option('-s, --server <host:port>', 'where to register', address, { host: '127.0.0.1', port: 5_060 })
    .option('--realm <realm>', 'answer challenges of this realm only')
    .addOption(new Option('--transport <transport>', 'how to speak').choices(['udp', 'tcp']).default('udp'))
    .option('--local-host <address>', 'own address', '127.0.0.1')
    .option('--local-port <port>', 'own port; 0 takes a free one', port, 0)
    .option('--auto-answer', 'answer every call at once', false)
    .option('--no-talk', 'do not let programs answer for this phone')
    .option('--tone <Hz>', 'tone to say in calls', frequency)
    .option('--no-register', 'be a party outside that calls from its own address, such as the trunk')
    .action(run);
}

async function run(o: Options): Promise<void> {
  if (o.register && o.password === undefined) {
    complain(
      'A registered phone needs --password (or CORDBOARD_PHONE_PASSWORD); see POST /endpoints/{endpointId}/credentials.',
    );
    process.exitCode = 2;
    return;
  }
  let phone: Phone;
  try {
    phone = await Phone.start({
      server: { ...o.server, transport: o.transport },
      username: o.user,
      password: o.password ?? '',
      ...(o.realm === undefined ? {} : { realm: o.realm }),
      localHost: o.localHost,
      localPort: o.localPort,
      autoAnswer: o.autoAnswer ? true : 'header',
      talk: o.talk,
      ...(o.tone === undefined ? {} : { tone: o.tone }),
      register: o.register,
    });
  } catch (error) {
    complain((error as Error).message);
    process.exitCode = 1;
    return;
  }
  say(
    `${pc.bold(o.user)} ${o.register ? `is registered at ${o.server.host}:${o.server.port}` : 'is not registered'}, own address ${phone.address.host}:${phone.address.port}.`,
  );
  say(pc.dim(KEYS));
  await converse(phone);
}

async function converse(phone: Phone): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  const watched = new Set<PhoneCall>();
  const watch = (call: PhoneCall) => {
    watched.add(call);
    void follow(call).finally(() => watched.delete(call));
  };
  phone.onIncoming((call) => {
    const name = call.remote.name === undefined ? '' : ` (${call.remote.name})`;
    say(`\n${pc.yellow('ringing')}: ${call.remote.number}${name}. Type "answer" or "reject".`);
    watch(call);
    terminal.prompt();
  });
  const stop = () => terminal.close();
  process.once('SIGTERM', stop);
  terminal.on('SIGINT', stop);
  terminal.prompt();
  for await (const line of terminal) {
    const [word = '', argument = ''] = line.trim().split(/\s+/);
    if (word === 'quit' || word === 'exit') break;
    await obey(phone, word, argument, watch);
    terminal.prompt();
  }
  terminal.close();
  await phone.close();
  process.removeListener('SIGTERM', stop);
}

async function obey(phone: Phone, word: string, argument: string, watch: (call: PhoneCall) => void): Promise<void> {
  const call = phone.calls.at(-1);
  try {
    if (word === '') return;
    if (word === 'dial' && argument !== '') watch(await phone.dial(argument));
    else if (call === undefined) say(word === 'dial' ? 'Dial which number?' : `There is no call. ${KEYS}`);
    else if (word === 'answer') call.answer();
    else if (word === 'reject') call.reject();
    else if (word === 'hangup') call.hangup();
    else if (word === 'hold') await call.hold();
    else if (word === 'retrieve') await call.retrieve();
    else if (word === 'tone') call.playTone(argument === 'off' ? undefined : frequency(argument));
    else if (word === 'heard') say(heard(call));
    else say(KEYS);
  } catch (error) {
    complain((error as Error).message);
  }
}

/** Tells of a call until it is over. */
async function follow(call: PhoneCall): Promise<void> {
  let state = '';
  let quietUntil = 0;
  while (call.state !== 'ended') {
    if (call.state !== state) {
      state = call.state;
      say(`${pc.cyan(state)}: ${call.remote.number}`);
    }
    if (state === 'connected' && performance.now() > quietUntil) {
      if (quietUntil > 0) say(pc.dim(heard(call)));
      quietUntil = performance.now() + HEARD_EVERY_MS * 5;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  say(`${pc.cyan('ended')}: ${call.remote.number}${call.status === undefined ? '' : ` (status ${call.status})`}`);
}

function heard(call: PhoneCall): string {
  const { packetsSent, packetsReceived, tones } = call.heard();
  return `sent ${packetsSent} packets, heard ${packetsReceived}; tones: ${tones.length === 0 ? 'none' : tones.map((hz) => `${hz} Hz`).join(', ')}`;
}

function address(text: string): { host: string; port: number } {
  const match = /^([^:\s]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('Write host or host:port.');
  return { host: match[1] as string, port: Number(match[2] ?? 5_060) };
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('A port from 0 to 65535.');
  return Number(text);
}

function frequency(text: string): number {
  const hz = Number(text);
  if (!Number.isFinite(hz) || hz < 50 || hz > 3_400) throw new InvalidArgumentError('A frequency from 50 to 3400 Hz.');
  return hz;
}
