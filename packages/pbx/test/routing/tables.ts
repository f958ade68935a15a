import { Directory } from '../../src/directory.ts';
import type { Numbering } from '../../src/routing/numbering.ts';
import { Routing } from '../../src/routing/routing.ts';
import type { Trunk } from '../../src/trunks/trunk.ts';

const base = {
  host: '192.0.2.1',
  port: 5_060,
  transport: 'udp',
  mode: 'static',
  trusted: false,
  callerId: 'endpoint',
  numberFormat: 'e164',
  enabled: true,
} as const;

/** A trunk that is never called. */
export function trunk(trunkId: string, o: Partial<Trunk> = {}): Trunk {
  return { ...base, trunkId, name: trunkId, ...o };
}

/** Routing of an office in Canada with the extensions 2880 and 2881 and these trunks. */
export function routing(trunks: readonly Trunk[], numbering: Numbering = { country: 'CA' }): Routing {
  const directory = new Directory(() => {});
  for (const endpointId of ['2880', '2881']) {
    directory.set({ endpointId, name: `Name ${endpointId}`, credentials: undefined });
  }
  return new Routing({ directory, trunks: { list: () => trunks }, numbering });
}
