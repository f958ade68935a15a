import type { TrunkOptions } from '../pbx.ts';
import type { RouteDirectory } from '../routing/route-directory.ts';
import type { TrunkDirectory } from './trunk-directory.ts';

export const ENVIRONMENT_TRUNK = 'environment';

/** The one trunk of the settings, and the numbers that it brings. */
export function environmentTrunk(o: TrunkOptions | undefined, trunks: TrunkDirectory, routes: RouteDirectory): void {
  if (o === undefined) return;
  trunks.set({
    trunkId: ENVIRONMENT_TRUNK,
    name: ENVIRONMENT_TRUNK,
    host: o.host,
    port: o.port,
    transport: o.transport ?? 'udp',
    mode: 'static',
    trusted: true,
    callerId: 'endpoint',
    numberFormat: 'e164',
    enabled: true,
  });
  for (const [number, destination] of Object.entries(o.didMap ?? {})) routes.numbers.set({ number, destination });
  const { defaultEndpointId } = o;
  if (defaultEndpointId !== undefined) routes.setRules({ ...routes.rules, defaultDestination: defaultEndpointId });
}
