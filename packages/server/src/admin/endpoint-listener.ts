import type { EndpointRow } from '../storage/index.ts';

/** Who must know of telephone lines that come, change and go: the gateway of their site. Told after the commit. */
export interface EndpointListener {
  endpointChanged(endpoint: EndpointRow): void;
  endpointRemoved(endpointId: string): void;
}
