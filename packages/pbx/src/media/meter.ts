import type { StreamQuality } from '@cordboard/rtp';

const CELLS = 3;

/**
 * What one session has received: written by the worker with each packet, read by the main thread at any moment without
 * asking, for at the end of a call there is nobody to wait for.
 */
export type Meter = Float64Array;

export function metersFor(count: number): SharedArrayBuffer {
  return new SharedArrayBuffer(count * CELLS * Float64Array.BYTES_PER_ELEMENT);
}

export function meterAt(meters: SharedArrayBuffer, index: number): Meter {
  return new Float64Array(meters, index * CELLS * Float64Array.BYTES_PER_ELEMENT, CELLS);
}

export function writeMeter(meter: Meter, packetsReceived: number, packetsLost: number, jitterMs: number): void {
  meter[0] = packetsReceived;
  meter[1] = packetsLost;
  meter[2] = jitterMs;
}

export function readMeter([packetsReceived = 0, packetsLost = 0, jitterMs = 0]: Meter): StreamQuality {
  return { packetsReceived, packetsLost, jitterMs: Math.round(jitterMs * 10) / 10 };
}
