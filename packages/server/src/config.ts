import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { isCountry, type Numbering } from '@cordboard/pbx';
import type { LogLevel } from './log.ts';
import { readSender, readSmtpUrl, type Sender, type SmtpSettings } from './mail/smtp-settings.ts';
import { parseSecretKey } from './secrets/index.ts';
import { type CertificateFiles, readCertificate } from './sip-access/certificate-files.ts';

/** The settings of a server, checked. Times and sizes carry their unit in the name. */
export interface Config {
  readonly dataDir: string;
  readonly http: { readonly host: string; readonly port: number };
  /** How the outside reaches the API; also the issuer of tokens. */
  readonly publicUrl: string;
  readonly sip: { readonly host: string; readonly port: number; readonly publicHost: string | undefined };
  /** SIP over TLS; the files are readable and fit each other. */
  readonly sipTls?: { readonly port: number; readonly files: CertificateFiles } | undefined;
  readonly srtp: 'required' | 'optional' | 'off';
  readonly rtpPorts: { readonly from: number; readonly to: number };
  /** WAV files that are heard in place of the sounds made here. */
  readonly sounds: { readonly hold?: string; readonly ringback?: string; readonly busy?: string };
  /** Absent: SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  /** 32 bytes that secrets in the database are sealed with; absent: those of secret.key in the data folder. */
  readonly secretKey?: Buffer | undefined;
  readonly admin: { readonly email: string; readonly password: string } | undefined;
  /** Ranges (CIDR) that webhooks may reach although they are private. */
  readonly webhookAllow: readonly string[];
  readonly trunk: { readonly host: string; readonly port: number } | undefined;
  readonly trunkDefaultEndpoint: string | undefined;
  readonly trunkNumbers: Readonly<Record<string, string>>;
  /** Extension that asks callers for the access code of a conference. */
  readonly conferenceNumber?: string | undefined;
  /** How numbers are dialled here. */
  readonly numbering: Numbering;
  /** State in a call's last notification (contract section 8, item 14). */
  readonly finalCallState: 'idle' | 'completed';
  /** Requests of one token in a second; 0: no limit. */
  readonly requestsPerSecond: number;
  /** Days that records of calls are kept after their end; 0: for ever. */
  readonly callRecordDays: number;
  /** Days that recordings are kept after their end; 0: for ever. */
  readonly recordingDays: number;
  /** Absent: mails stay in the outbox. */
  readonly mail?: { readonly server: SmtpSettings; readonly from: Sender } | undefined;
  readonly logLevel: LogLevel;
}

/** Every problem of the settings at once, each naming the setting and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** All settings with what `cordboard start --help` says of them. */
export const settings: Readonly<Record<string, string>> = {
  CORDBOARD_CONFIG: 'file with further settings, one NAME=value a line (cordboard.env in the working folder)',
  CORDBOARD_DATA_DIR: 'folder of everything that is kept (./data)',
  CORDBOARD_HTTP_HOST: 'address of the API (127.0.0.1)',
  CORDBOARD_HTTP_PORT: 'port of the API (8080)',
  CORDBOARD_PUBLIC_URL: 'how the outside reaches the API (http://host:port)',
  CORDBOARD_SIP_HOST: 'address of SIP and RTP (127.0.0.1)',
  CORDBOARD_SIP_PORT: 'port of SIP, UDP and TCP (5060)',
  CORDBOARD_SIP_PUBLIC_HOST: 'address that telephones see, when it is not CORDBOARD_SIP_HOST',
  CORDBOARD_SIP_TLS_PORT: 'port of SIP over TLS, usually 5061 (none)',
  CORDBOARD_SIP_TLS_CERT: 'PEM file with its certificate and the chain; a renewed one is used within a minute',
  CORDBOARD_SIP_TLS_KEY: 'PEM file with the key of the certificate',
  CORDBOARD_SRTP: 'encrypted audio of telephones with TLS: required, optional or off (required)',
  CORDBOARD_RTP_PORTS: 'range of RTP ports (20000-20999)',
  CORDBOARD_HOLD_MUSIC: 'WAV file that held parties hear (a melody made here)',
  CORDBOARD_RINGBACK_TONE: 'WAV file that callers hear while it rings (as in North America)',
  CORDBOARD_BUSY_TONE: 'WAV file that a party hears whose other one is gone (as in North America)',
  CORDBOARD_CONFERENCE_NUMBER: 'extension that asks callers for the access code of a conference (none)',
  CORDBOARD_DATABASE_URL: 'postgres://...; without it SQLite in the data folder',
  CORDBOARD_SECRET_KEY: 'key of secrets in the database: 32 bytes in base64 (secret.key in the data folder)',
  CORDBOARD_ADMIN_EMAIL: 'first administrator, made at the first start',
  CORDBOARD_ADMIN_PASSWORD: 'password of the first administrator, at least 10 characters',
  CORDBOARD_WEBHOOK_ALLOW: 'private ranges that webhooks may reach, such as 127.0.0.0/8,10.0.0.0/8 (none)',
  CORDBOARD_TRUNK_PEER: 'host:port of a static trunk for outside calls (none)',
  CORDBOARD_TRUNK_DEFAULT: 'extension that rings when a trunk call names none of ours',
  CORDBOARD_TRUNK_NUMBERS: 'outside numbers and their extensions, such as +16135550199=2880,+16135550198=2881',
  CORDBOARD_COUNTRY: 'country whose dialling is understood, such as CA (none: only numbers with a +)',
  CORDBOARD_OUTSIDE_PREFIX: 'digits dialled before outside numbers, such as 9 (none)',
  CORDBOARD_FEATURE_CODES: 'on, or off: feature codes go out to the trunks as they are dialled (on)',
  CORDBOARD_EMERGENCY_NUMBERS: 'emergency numbers, such as 112,911 (those of the country)',
  CORDBOARD_FINAL_CALL_STATE: "state in a call's last notification: idle or completed (idle)",
  CORDBOARD_RATE_LIMIT: 'requests of one token in a second; 0: no limit (500)',
  CORDBOARD_CALL_RECORD_DAYS: 'days that records of calls are kept; 0: for ever (400)',
  CORDBOARD_RECORDING_DAYS: 'days that recordings are kept; 0: for ever (90)',
  CORDBOARD_SMTP_URL: 'server that takes our mails, smtps://user:password@host or smtp://... (none: mails wait)',
  CORDBOARD_MAIL_FROM: 'sender of our mails, such as Cordboard <calls@example.com>',
  CORDBOARD_LOG_LEVEL: 'debug, info, warn, error or silent (info)',
};

const sipTlsSettings = ['CORDBOARD_SIP_TLS_PORT', 'CORDBOARD_SIP_TLS_CERT', 'CORDBOARD_SIP_TLS_KEY'] as const;
const sipTlsWants = {
  CORDBOARD_SIP_TLS_PORT: 'the port of SIP over TLS, usually 5061',
  CORDBOARD_SIP_TLS_CERT: 'the PEM file of the certificate',
  CORDBOARD_SIP_TLS_KEY: "the PEM file of the certificate's key",
} as const;

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads settings from a file and the environment, which wins.
 * @throws ConfigError with every problem
 */
export function loadConfig(env: Env, cwd = process.cwd()): Config {
  const problems: string[] = [];
  const values = { ...readFile(env, cwd, problems), ...pick(env) };
  const reader = new Reader(values, problems);
  const http = {
    host: reader.address('CORDBOARD_HTTP_HOST', '127.0.0.1'),
    port: reader.port('CORDBOARD_HTTP_PORT', 8_080),
  };
  const sip = {
    host: reader.address('CORDBOARD_SIP_HOST', '127.0.0.1'),
    port: reader.port('CORDBOARD_SIP_PORT', 5_060),
    publicHost: values.CORDBOARD_SIP_PUBLIC_HOST,
  };
  if ((sip.host === '0.0.0.0' || sip.host === '::') && sip.publicHost === undefined) {
    problems.push(
      `CORDBOARD_SIP_HOST is ${sip.host}: set CORDBOARD_SIP_PUBLIC_HOST to the address that telephones reach`,
    );
  }
  const config: Config = {
    dataDir: resolve(cwd, values.CORDBOARD_DATA_DIR ?? 'data'),
    http,
    publicUrl: reader.url(
      'CORDBOARD_PUBLIC_URL',
      `http://${http.host.includes(':') ? `[${http.host}]` : http.host}:${http.port}`,
    ),
    sip,
    sipTls: reader.sipTls(sip.port, cwd),
    srtp: reader.oneOf('CORDBOARD_SRTP', ['required', 'optional', 'off']),
    rtpPorts: reader.range('CORDBOARD_RTP_PORTS', { from: 20_000, to: 20_999 }),
    sounds: {
      ...reader.sound('hold', 'CORDBOARD_HOLD_MUSIC', cwd),
      ...reader.sound('ringback', 'CORDBOARD_RINGBACK_TONE', cwd),
      ...reader.sound('busy', 'CORDBOARD_BUSY_TONE', cwd),
    },
    databaseUrl: reader.databaseUrl('CORDBOARD_DATABASE_URL'),
    secretKey: reader.secretKey('CORDBOARD_SECRET_KEY'),
    admin: reader.admin(),
    webhookAllow: reader.ranges('CORDBOARD_WEBHOOK_ALLOW'),
    trunk: reader.peer('CORDBOARD_TRUNK_PEER'),
    trunkDefaultEndpoint: values.CORDBOARD_TRUNK_DEFAULT,
    trunkNumbers: reader.pairs('CORDBOARD_TRUNK_NUMBERS'),
    conferenceNumber: reader.extension('CORDBOARD_CONFERENCE_NUMBER'),
    numbering: reader.numbering(),
    finalCallState: reader.oneOf('CORDBOARD_FINAL_CALL_STATE', ['idle', 'completed']),
    requestsPerSecond: reader.whole('CORDBOARD_RATE_LIMIT', 500),
    // A year to compare with, and the month in which one does.
    callRecordDays: reader.whole('CORDBOARD_CALL_RECORD_DAYS', 400),
    // Voices are the most private thing here, and fill the disk: 58 MB an hour.
    recordingDays: reader.whole('CORDBOARD_RECORDING_DAYS', 90),
    mail: reader.mail(),
    logLevel: reader.oneOf('CORDBOARD_LOG_LEVEL', ['info', 'debug', 'warn', 'error', 'silent']),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** Settings with a value; an empty one counts as none, so that `NAME=` in a file switches off. */
function pick(env: Env): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of Object.keys(settings)) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') picked[name] = value;
  }
  return picked;
}

function readFile(env: Env, cwd: string, problems: string[]): Record<string, string> {
  const named = env.CORDBOARD_CONFIG;
  const file = named === undefined ? join(cwd, 'cordboard.env') : resolve(cwd, named);
  if (!existsSync(file)) {
    if (named !== undefined) problems.push(`CORDBOARD_CONFIG: there is no file ${file}`);
    return {};
  }
  const values = parseEnv(readFileSync(file, 'utf8'));
  for (const name of Object.keys(values)) {
    if (!(name in settings)) problems.push(`${file}: there is no setting ${name}`);
  }
  return pick(values);
}

/** Reads single settings and notes what is wrong with them. */
class Reader {
  readonly #values: Readonly<Record<string, string>>;
  readonly #problems: string[];

  constructor(values: Readonly<Record<string, string>>, problems: string[]) {
    this.#values = values;
    this.#problems = problems;
  }

  /** Whether it is a sound is asked when the PBX starts. */
  sound(sound: string, name: string, cwd: string): Record<string, string> {
    const value = this.#values[name];
    if (value === undefined) return {};
    const file = resolve(cwd, value);
    if (!existsSync(file)) this.#problems.push(`${name}: there is no file ${file}`);
    return { [sound]: file };
  }

  address(name: string, otherwise: string): string {
    const value = this.#values[name] ?? otherwise;
    if (isIP(value) === 0 && value !== 'localhost') this.#fault(name, 'an IP address such as 127.0.0.1');
    return value === 'localhost' ? '127.0.0.1' : value;
  }

  port(name: string, otherwise: number): number {
    const port = this.whole(name, otherwise);
    if (port > 65_535) this.#fault(name, 'a port from 0 to 65535');
    return port;
  }

  whole(name: string, otherwise: number): number {
    const value = this.#values[name];
    if (value === undefined) return otherwise;
    if (!/^\d{1,9}$/.test(value)) this.#fault(name, 'a whole number');
    return Number(value);
  }

  range(name: string, otherwise: { from: number; to: number }): { from: number; to: number } {
    const value = this.#values[name];
    if (value === undefined) return otherwise;
    const match = /^(\d{1,5})\s*-\s*(\d{1,5})$/.exec(value);
    const range = { from: Number(match?.[1]), to: Number(match?.[2]) };
    if (match === null || range.from < 1_024 || range.to > 65_535 || range.to - range.from < 3) {
      this.#fault(name, 'a range of ports such as 20000-20999, from 1024 to 65535');
    }
    return range;
  }

  url(name: string, otherwise: string): string {
    const value = this.#values[name];
    if (value === undefined) return otherwise;
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol))
      this.#fault(name, 'a URL such as https://calls.example.com');
    return value.replace(/\/+$/, '');
  }

  databaseUrl(name: string): string | undefined {
    const value = this.#values[name];
    if (value !== undefined && !/^postgres(ql)?:\/\//.test(value))
      this.#fault(name, 'postgres://user:password@host/database', false);
    return value;
  }

  secretKey(name: string): Buffer | undefined {
    const value = this.#values[name];
    const key = value === undefined ? undefined : parseSecretKey(value);
    if (value !== undefined && key === undefined)
      this.#fault(name, '32 bytes in base64, such as `openssl rand -base64 32` prints', false);
    return key;
  }

  admin(): Config['admin'] {
    const [email, password] = [this.#values.CORDBOARD_ADMIN_EMAIL, this.#values.CORDBOARD_ADMIN_PASSWORD];
    if (email === undefined && password === undefined) return undefined;
    if (email === undefined || !/^\S+@\S+$/.test(email)) this.#fault('CORDBOARD_ADMIN_EMAIL', 'an e-mail address');
    if (password === undefined || password.length < 10)
      this.#fault('CORDBOARD_ADMIN_PASSWORD', 'at least 10 characters', false);
    return { email: email ?? '', password: password ?? '' };
  }

  ranges(name: string): string[] {
    const ranges = this.#list(name);
    for (const range of ranges) {
      const [address = '', bits = ''] = range.split('/');
      const version = isIP(address);
      if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (version === 4 ? 32 : 128)) {
        this.#fault(name, 'ranges such as 127.0.0.0/8,10.0.0.0/8');
      }
    }
    return ranges;
  }

  peer(name: string): { host: string; port: number } | undefined {
    const value = this.#values[name];
    if (value === undefined) return undefined;
    const match = /^(\[[0-9a-fA-F:]+\]|[\w.-]+):(\d{1,5})$/.exec(value);
    if (match === null || Number(match[2]) === 0 || Number(match[2]) > 65_535)
      this.#fault(name, 'host:port such as 192.0.2.10:5060');
    return { host: (match?.[1] ?? '').replace(/[[\]]/g, ''), port: Number(match?.[2]) };
  }

  pairs(name: string): Record<string, string> {
    const pairs: Record<string, string> = {};
    for (const entry of this.#list(name)) {
      const [number, extension, ...rest] = entry.split('=').map((part) => part.trim());
      if (!number || !extension || rest.length > 0)
        this.#fault(name, 'number=extension pairs such as +16135550199=2880');
      else pairs[number] = extension;
    }
    return pairs;
  }

  sipTls(sipPort: number, cwd: string): Config['sipTls'] {
    const [port, certificate, key] = sipTlsSettings.map((name) => this.#values[name]);
    if (port === undefined && certificate === undefined && key === undefined) return undefined;
    for (const name of sipTlsSettings) if (this.#values[name] === undefined) this.#fault(name, sipTlsWants[name]);
    const number = this.port('CORDBOARD_SIP_TLS_PORT', 0);
    if (number !== 0 && number === sipPort)
      this.#fault('CORDBOARD_SIP_TLS_PORT', 'another port than CORDBOARD_SIP_PORT');
    const files = { certificate: resolve(cwd, certificate ?? ''), key: resolve(cwd, key ?? '') };
    if (certificate !== undefined && key !== undefined) this.#check(() => readCertificate(files));
    return { port: number, files };
  }

  #check(read: () => unknown): void {
    try {
      read();
    } catch (error) {
      this.#problems.push(`CORDBOARD_SIP_TLS_CERT, CORDBOARD_SIP_TLS_KEY: ${(error as Error).message}`);
    }
  }

  extension(name: string): string | undefined {
    const value = this.#values[name];
    if (value !== undefined && !/^\d{2,15}$/.test(value)) this.#fault(name, 'an extension of digits such as 7000');
    return value;
  }

  mail(): Config['mail'] {
    const [url, from] = [this.#values.CORDBOARD_SMTP_URL, this.#values.CORDBOARD_MAIL_FROM];
    if (url === undefined && from === undefined) return undefined;
    const server = readSmtpUrl(url ?? '');
    const sender = readSender(from ?? '');
    if (server === undefined) this.#fault('CORDBOARD_SMTP_URL', 'smtps://user:password@host:port', false);
    if (sender === undefined) this.#fault('CORDBOARD_MAIL_FROM', 'an address such as Cordboard <calls@example.com>');
    return server && sender && { server, from: sender };
  }

  numbering(): Numbering {
    const country = this.#values.CORDBOARD_COUNTRY?.toUpperCase();
    if (country !== undefined && !isCountry(country)) this.#fault('CORDBOARD_COUNTRY', 'a code such as CA or DE');
    const outsidePrefix = this.#values.CORDBOARD_OUTSIDE_PREFIX;
    if (outsidePrefix !== undefined && !/^[0-9*#]{1,4}$/.test(outsidePrefix))
      this.#fault('CORDBOARD_OUTSIDE_PREFIX', 'digits such as 9');
    const emergencyNumbers = this.#list('CORDBOARD_EMERGENCY_NUMBERS');
    if (emergencyNumbers.some((number) => !/^[0-9*#]{2,8}$/.test(number)))
      this.#fault('CORDBOARD_EMERGENCY_NUMBERS', 'numbers such as 112,911');
    return {
      ...(country === undefined ? {} : { country }),
      ...(outsidePrefix === undefined ? {} : { outsidePrefix }),
      ...(this.oneOf('CORDBOARD_FEATURE_CODES', ['on', 'off']) === 'on' ? {} : { featureCodes: false }),
      ...(emergencyNumbers.length === 0 ? {} : { emergencyNumbers }),
    };
  }

  /** The first choice is the default. */
  oneOf<const T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.#values[name] ?? choices[0];
    const found = choices.find((choice) => choice === value);
    if (found === undefined) this.#fault(name, `one of ${choices.join(', ')}`);
    return found ?? choices[0];
  }

  #list(name: string): string[] {
    return (this.#values[name] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  #fault(name: string, wanted: string, show = true): void {
    const value = this.#values[name];
    const shown = value === undefined ? 'is missing' : show ? `is "${value}"` : 'is not right';
    this.#problems.push(`${name} ${shown}: it takes ${wanted}`);
  }
}
