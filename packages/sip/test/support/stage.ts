import { type ListeningPoint, ManualClock, SipEndpoint, type SipEndpointOptions } from '../../src/index.ts';
import { RawPeer } from './raw-peer.ts';

/** An endpoint on UDP whose time stands still, and a raw socket that speaks with it. */
export interface Stage {
  readonly clock: ManualClock;
  readonly endpoint: SipEndpoint;
  readonly point: ListeningPoint;
  readonly peer: RawPeer;
  /** Moves time on and gives what the endpoint sent until then. */
  after(ms: number): Promise<string[]>;
  close(): Promise<void>;
}

export async function openStage(o: Omit<SipEndpointOptions, 'clock'> = {}): Promise<Stage> {
  const clock = new ManualClock();
  const endpoint = new SipEndpoint({ ...o, clock });
  const point = await endpoint.listen({ transport: 'udp', host: '127.0.0.1', port: 0 });
  const peer = await RawPeer.open();
  return {
    clock,
    endpoint,
    point,
    peer,
    after: async (ms) => {
      // What was sent before has arrived when time moves.
      const before = await peer.heard(point);
      clock.advance(ms);
      return [...before, ...(await peer.heard(point))];
    },
    close: async () => {
      await Promise.all([endpoint.close(), peer.close()]);
    },
  };
}
