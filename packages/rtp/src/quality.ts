/** What was received of one stream. */
export interface StreamQuality {
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterMs: number;
}

/** Best that narrow-band telephony gives, with the default values of all that is not measured (G.107 table 3). */
const BEST = 93.2;
/** How well G.711 bears random loss when the receiver conceals it (G.113 appendix I). */
const LOSS_ROBUSTNESS = 25.1;
/** Delay of packets and jitter buffers on a way that is not measured. */
const BASE_DELAY_MS = 60;
/** Beyond this delay people notice (G.107 section 7.4, simplified). */
const NOTICED_DELAY_MS = 177.3;

/**
 * Estimate of what listeners would say of a G.711 stream, from 1 (bad) to 4.4 (the most that G.711 can get): the E-model
 * (G.107) simplified to loss and delay. Undefined when nothing came.
 */
export function opinionScore({ packetsReceived, packetsLost, jitterMs }: StreamQuality): number | undefined {
  if (packetsReceived === 0) return undefined;
  const lossPercent = (100 * packetsLost) / (packetsReceived + packetsLost);
  const lossImpairment = (95 * lossPercent) / (lossPercent + LOSS_ROBUSTNESS);
  const delayMs = BASE_DELAY_MS + 2 * jitterMs;
  const delayImpairment = 0.024 * delayMs + 0.11 * Math.max(0, delayMs - NOTICED_DELAY_MS);
  return Math.round(scoreOf(BEST - lossImpairment - delayImpairment) * 100) / 100;
}

/** G.107 annex B. */
function scoreOf(rating: number): number {
  if (rating <= 0) return 1;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
