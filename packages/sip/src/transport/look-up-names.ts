import type { SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

/** For UDP sockets: what goes to an address, as nearly all does, leaves at once and not in the next turn of the event loop. */
export const lookUpNames: NonNullable<SocketOptions['lookup']> = (host, options, found) => {
  const family = isIP(host);
  if (family === 0) lookup(host, options, found);
  else found(null, host, family);
};
