import { isIP } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';

export type TlsServer = Server;

/** What a TLS server shows: PEM texts. */
export interface Certificate {
  /** The certificate and the chain behind it. */
  readonly certificate: string;
  readonly key: string;
}

/** Whom we trust when we open a TLS connection. */
export interface TlsTrust {
  /** PEM of further authorities; default: those of the system. */
  readonly authorities?: string | undefined;
}

/** TLS 1.2 or newer (RFC 8996). @throws when the certificate or the key cannot be used */
export function createTlsServer({ certificate, key }: Certificate, handshakeMs: number): TlsServer {
  return createServer({ cert: certificate, key, handshakeTimeout: handshakeMs, minVersion: 'TLSv1.2' });
}

/** The peer's certificate must bear the name that was asked for (RFC 5922 section 7.2). */
export function openTls(host: string, port: number, { authorities }: TlsTrust): TLSSocket {
  return connect({
    host,
    port,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(authorities === undefined ? {} : { ca: authorities }),
  });
}
