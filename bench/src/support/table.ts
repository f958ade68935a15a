import { type Aim, type Comparison, meets } from './benchmark.ts';

const HEAD = ['measure', 'Cordboard', 'reference', 'ratio', 'aim', 'against'];
const NUMERIC = new Set([1, 2, 3]);

/** The comparisons as a table of plain text. */
export function table(comparisons: readonly Comparison[]): string {
  const rows = [HEAD, ...comparisons.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (NUMERIC.has(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const [head, ...body] = rows.map(line);
  return [head, widths.map((width) => '-'.repeat(width)).join('  '), ...body].map((text) => `  ${text}`).join('\n');
}

function cells(comparison: Comparison): string[] {
  const { measure, unit, ours, reference, ratio, against } = comparison;
  return [measure, `${number(ours)} ${unit}`, `${number(reference)} ${unit}`, number(ratio), aim(comparison), against];
}

function aim(comparison: Comparison): string {
  if (comparison.aim === undefined) return '';
  const bound = bounds(comparison.aim);
  const of = comparison.aim.of === 'ratio' ? '' : ` ${comparison.unit}`;
  return `${bound}${of}: ${meets(comparison) ? 'met' : 'MISSED'}`;
}

function bounds(of: Aim): string {
  return 'atLeast' in of ? `>= ${of.atLeast}` : `< ${of.below}`;
}

/** Three significant digits, thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
