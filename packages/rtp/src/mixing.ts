/** Samples up to here stay as they are; louder ones are pressed together below the limit of 16 bits. */
const KNEE = 24_000;
const ROOM = 32_767 - KNEE;

/** Adds samples to a sum, which may grow beyond 16 bits. */
export function addSamples(sum: Int32Array, samples: Int16Array): void {
  for (let index = 0; index < sum.length; index += 1) sum[index] = (sum[index] as number) + (samples[index] as number);
}

/** What is left of a sum without one of its parts, softly limited to 16 bits; into `to`. */
export function limitedSum(sum: Int32Array, without: Int16Array | undefined, to: Int16Array): Int16Array {
  for (let index = 0; index < sum.length; index += 1) {
    to[index] = softly((sum[index] as number) - (without === undefined ? 0 : (without[index] as number)));
  }
  return to;
}

/** Does not cut but bend: near the limit ever less is added, without a corner at the knee. */
function softly(sample: number): number {
  const over = Math.abs(sample) - KNEE;
  if (over <= 0) return sample;
  const bent = Math.round(KNEE + (ROOM * over) / (ROOM + over));
  return sample < 0 ? -bent : bent;
}
