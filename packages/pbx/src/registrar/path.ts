import { parseNameAddr, parseUri, type SipRequest } from '@cordboard/sip';

const MOST = 10;
const LONGEST = 300;

/** Proxies between us and a phone, the nearest to us first (RFC 3327 section 5.3). Undefined: what came is none. */
export function pathOf(request: SipRequest): readonly string[] | undefined {
  const path = request.headers.all('path');
  return path.length <= MOST && path.every(isProxy) ? path : undefined;
}

/** Is the proxy next to the phone the kind that keeps its connection (RFC 5626 section 5.1)? */
export function keepsConnections(path: readonly string[]): boolean {
  return uriOf(path.at(-1) ?? '')?.params.has('ob') === true;
}

/** Where requests to a contact go first: to the nearest proxy, if there is one. */
export function firstHop(contact: string, path: readonly string[] = []): ReturnType<typeof parseUri> {
  return path[0] === undefined ? parseUri(contact) : uriOf(path[0]);
}

/** Strict routers, which need no `lr`, would get the contact as a Route; there are none any more. */
function isProxy(value: string): boolean {
  const uri = uriOf(value);
  return value.length <= LONGEST && (uri?.scheme === 'sip' || uri?.scheme === 'sips') && uri.params.has('lr');
}

function uriOf(value: string): ReturnType<typeof parseUri> {
  const address = parseNameAddr(value);
  return address === undefined ? undefined : parseUri(address.uri);
}
