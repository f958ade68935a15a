import type { Pbx } from '@cordboard/pbx';

/** Why emergency calls would fail now, in words; undefined when they can be made, as far as is known. */
export function emergencyWarning(pbx: Pick<Pbx, 'routes' | 'trunks'>): string | undefined {
  for (const number of pbx.routes.emergencyNumbers) {
    const { destination } = pbx.routes.explain(number, 'outbound');
    if (destination?.kind === 'endpoint') continue;
    if (destination === undefined) return `Emergency calls (${number}) cannot be made: no trunk carries them.`;
    const faults = destination.trunkIds.map((trunkId) => pbx.trunks.state(trunkId)?.fault);
    if (faults.every((fault) => fault !== undefined)) {
      return `Emergency calls (${number}) would fail: every trunk for them is down.`;
    }
  }
  return undefined;
}
