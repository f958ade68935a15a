import { silentLog } from '@cordboard/sip';
import {
  createMediaPlane,
  type MediaPlane,
  type MediaPlaneOptions,
  type MediaSession,
} from '../../../src/media/index.ts';
import { freeRange } from '../../support/ports.ts';
import { Party } from './party.ts';

/** A running media plane and the parties of one test. */
export class Studio {
  readonly plane: MediaPlane;
  readonly range: { readonly from: number; readonly to: number };
  readonly #parties: Party[] = [];

  private constructor(plane: MediaPlane, range: { from: number; to: number }) {
    this.plane = plane;
    this.range = range;
  }

  static async open(o: Partial<MediaPlaneOptions> & { count?: number } = {}): Promise<Studio> {
    const { count = 8, ...options } = o;
    const ports = await freeRange(count);
    const plane = createMediaPlane({ host: '127.0.0.1', ports, log: silentLog, ...options });
    await plane.ready();
    return new Studio(plane, ports);
  }

  /** A party with a session that took its offer. */
  async join(
    toneHz: number,
    change?: (sdp: string) => string,
    amplitude?: number,
  ): Promise<{ party: Party; session: MediaSession }> {
    const [party, session] = [await this.party(toneHz, amplitude), this.plane.open()];
    party.offer(session, change);
    return { party, session };
  }

  async party(toneHz: number, amplitude?: number): Promise<Party> {
    const party = await Party.open(toneHz, amplitude);
    this.#parties.push(party);
    return party;
  }

  async close(): Promise<void> {
    for (const party of this.#parties.splice(0)) party.close();
    await this.plane.close();
  }
}

/** Only this law, in an offer or answer. */
export const only = (codec: 'PCMU' | 'PCMA') => (sdp: string) =>
  sdp.replace(/(m=audio \d+ RTP\/AVP) .*/, `$1 ${codec === 'PCMU' ? 0 : 8}`).replace(/a=rtpmap:101.*\r\n/, '');

export const direction = (to: string) => (sdp: string) => sdp.replace('a=sendrecv', `a=${to}`);

/** Every step of sequence and timestamp from each packet to the next. */
export function steps(packets: readonly { sequence: number; timestamp: number }[]): [number, number][] {
  return packets.slice(1).map(({ sequence, timestamp }, index) => {
    const before = packets[index] as (typeof packets)[number];
    return [(sequence - before.sequence) & 0xffff, (timestamp - before.timestamp) >>> 0];
  });
}
