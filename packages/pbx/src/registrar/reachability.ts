import { parseUri } from '@cordboard/sip';
import type { Contact } from './bindings.ts';

/**
 * Can the phone be reached when the connection that it registered by is gone, or with a restart forgotten? On UDP always.
 * On TCP when it listens where its Contact says: a real address, and another port than the connection's own. Never by TLS
 * or WebSocket, nor when the phone asked for its own connection to be used (RFC 5626).
 */
export function outlivesConnection({ contact, source, outbound }: Contact): boolean {
  if (source.transport === 'udp') return true;
  if (source.transport !== 'tcp' || outbound !== undefined) return false;
  const uri = parseUri(contact);
  if (uri === undefined || uri.params.has('ob')) return false;
  const real = uri.host === source.remoteAddress || uri.host === 'localhost';
  return real && (uri.port ?? 5_060) !== source.remotePort;
}
