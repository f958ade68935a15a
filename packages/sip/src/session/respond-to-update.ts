import type { Core, IncomingRequest } from './core.ts';

/** 200 to an UPDATE, which is a target refresh, and so carries our Contact (RFC 3311 section 5.2). */
export function respondToUpdate(
  core: Core,
  incoming: IncomingRequest,
  body: string | undefined,
  headers: readonly (readonly [string, string])[] = [],
): void {
  const contact = ['Contact', core.contact(incoming.flow)] as const;
  const type = body === undefined ? [] : [['Content-Type', 'application/sdp'] as const];
  incoming.respond(200, undefined, {
    headers: [contact, ...type, ...headers],
    ...(body === undefined ? {} : { body }),
  });
}
