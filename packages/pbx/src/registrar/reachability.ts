import type { Binding } from './binding.ts';
import { firstHop } from './path.ts';

/**
 * Can the phone be reached when the connection that it registered by is gone, or with a restart forgotten? On UDP always.
 * On TCP when it listens where its Contact says: a real address, and another port than the connection's own. Never by TLS
 * or WebSocket, nor when the phone asked for its own connection to be used (RFC 5626). Of a phone behind a proxy it is the
 * proxy that must be reached; the phone's connection is kept there.
 */
export function outlivesConnection({ contact, source, outbound, path = [] }: Binding): boolean {
  if (source.transport === 'udp') return true;
  if (source.transport !== 'tcp') return false;
  const uri = firstHop(contact, path);
  if (uri === undefined) return false;
  if (path.length === 0 && (outbound !== undefined || uri.params.has('ob'))) return false;
  const real = uri.host === source.remoteAddress || uri.host === 'localhost';
  return real && (uri.port ?? 5_060) !== source.remotePort;
}
