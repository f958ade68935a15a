import { dialogInfo } from './dialog-info.ts';
import type { EventPackage } from './event-package.ts';
import { messageSummary } from './message-summary.ts';
import { presence } from './presence.ts';
import type { Sources } from './sources.ts';

/** By the name of the event package (RFC 6665 section 7.2). */
export function createPackages(sources: Sources): ReadonlyMap<string, EventPackage> {
  return new Map([
    ['dialog', dialogInfo(sources)],
    ['message-summary', messageSummary(sources)],
    ['presence', presence(sources)],
  ]);
}
