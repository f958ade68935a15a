import type { NeededTexts } from './needed-texts.ts';

const PIECE = 3;

/** The MATCH of FTS5 for an index of pieces of three characters: a text is in no record that lacks one of its pieces. */
export function fullTextQuery(needed: NeededTexts): string {
  if (needed.kind === 'text') return joined(piecesOf(needed.text), 'AND');
  return joined(needed.parts.map(fullTextQuery), needed.kind === 'all' ? 'AND' : 'OR');
}

function piecesOf(text: string): string[] {
  const characters = [...text];
  const pieces = characters.slice(0, 1 - PIECE).map((_, at) => characters.slice(at, at + PIECE).join(''));
  return [...new Set(pieces)].map((piece) => `"${piece.replaceAll('"', '""')}"`);
}

function joined(parts: readonly string[], word: 'AND' | 'OR'): string {
  return `(${parts.join(` ${word} `)})`;
}
