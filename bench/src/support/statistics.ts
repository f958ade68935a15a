export interface Summary {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * The value below or at which `percent` of the values lie (nearest rank).
 * @throws RangeError without values, or when `percent` is not from 0 to 100
 */
export function percentile(values: readonly number[], percent: number): number {
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`There is no percentile ${percent}`);
  if (values.length === 0) throw new RangeError('There is no percentile of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] as number;
}

export function median(values: readonly number[]): number {
  const half = values.length / 2;
  if (!Number.isInteger(half)) return percentile(values, 50);
  const sorted = [...values].sort((a, b) => a - b);
  return (percentile(sorted, 50) + (sorted[half] as number)) / 2;
}

export function summary(values: readonly number[]): Summary {
  return {
    count: values.length,
    p50: percentile(values, 50),
    p99: percentile(values, 99),
    max: percentile(values, 100),
  };
}
