import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why a request may not go out; `code` is what the attempt records. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
  readonly code = 'target_refused';
}

/**
 * Decides where webhooks may go. Subscribers choose the URL and the server sends the request, so everything that is
 * not a public unicast address is refused unless its range is allowed: private, loopback, link-local with the cloud's
 * metadata, unspecified, and IPv6 forms that hold an IPv4 address.
 */
export interface TargetGuard {
  /** True when a request may go to the IP address. */
  allows(address: string): boolean;
  /** @throws TargetRefused when the host of a URL is an address, or a name that always means one, that is refused */
  checkHost(hostname: string): void;
  /** For connect: resolves a name and gives only allowed addresses, so that a name cannot change its mind later. */
  readonly lookup: LookupFunction;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All that is given out as global unicast (RFC 4291 section 2.4); outside it lie forms that hold an IPv4 address. */
const GLOBAL_IPV6: Range = ipaddr.parseCIDR('2000::/3');

/** @throws Error when `allow` holds something else than CIDR ranges */
export function createTargetGuard(allow: readonly string[]): TargetGuard {
  const ranges = allow.map((range): Range => ipaddr.parseCIDR(range));

  const allows = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    // An IPv4 address inside IPv6 (::ffff:127.0.0.1) is judged as what it reaches.
    const ip = ipaddr.process(address);
    return isPublic(ip) || ranges.some((range) => range[0].kind() === ip.kind() && ip.match(range));
  };

  const refuse = (hostname: string): TargetRefused => new TargetRefused(`webhooks may not go to ${hostname}`);

  return {
    allows,
    checkHost(hostname) {
      const host = hostname
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, '')
        .toLowerCase();
      // RFC 6761 section 6.3: localhost and the names below it are loopback.
      const loopback = host === 'localhost' || host.endsWith('.localhost');
      const addresses = loopback ? ['127.0.0.1', '::1'] : ipaddr.isValid(host) ? [host] : [];
      if (addresses.length > 0 && !addresses.some(allows)) throw refuse(hostname);
    },
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
        const allowed = (found ?? []).filter(({ address }) => allows(address));
        const [first] = allowed;
        if (error || !first) callback(error ?? refuse(hostname), '', 0);
        else if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    },
  };
}

function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(GLOBAL_IPV6));
}
