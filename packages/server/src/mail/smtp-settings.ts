/** The server that takes our mails. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** tls: from the first byte. starttls: refused without it. whenOffered: STARTTLS where the server has it. */
  readonly encryption: 'tls' | 'starttls' | 'whenOffered';
  readonly login?: { readonly user: string; readonly password: string };
}

/** RFC 8314 section 3.3 and RFC 6409 section 3.1. */
const ports = { 'smtps:': 465, 'smtp:': 587 } as const;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Reads `smtp[s]://user:password@host:port`. @returns undefined when it is not one */
export function readSmtpUrl(value: string): SmtpSettings | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(value);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return undefined;
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '' || hash !== '') return undefined;
  const login = readLogin(username, password);
  if (login === 'malformed') return undefined;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    host,
    port: port === '' ? ports[protocol] : Number(port),
    encryption: protocol === 'smtps:' ? 'tls' : encryptionOf(host, login !== undefined),
    ...(login === undefined ? {} : { login }),
  };
}

/** A password crosses no network in the clear, also when somebody between hides the offer of STARTTLS. */
function encryptionOf(host: string, hasLogin: boolean): SmtpSettings['encryption'] {
  return hasLogin && !LOOPBACK.test(host) ? 'starttls' : 'whenOffered';
}

function readLogin(username: string, password: string): SmtpSettings['login'] | 'malformed' {
  if (username === '' && password === '') return undefined;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return 'malformed';
  }
}

/** A mail address with or without a name: `Calls <calls@example.com>`. */
export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** @returns undefined when it is not one */
export function readSender(value: string): Sender | undefined {
  const [, quoted, plain, bracketed, bare] =
    /^(?:(?:"([^"\\\r\n]*)"|([^"<>\r\n]*?))\s*<([^\s<>@,]+@[^\s<>@,]+)>|([^\s<>@,]+@[^\s<>@,]+))$/.exec(value) ?? [];
  const address = bracketed ?? bare;
  return address === undefined ? undefined : { name: quoted ?? plain ?? '', address };
}
