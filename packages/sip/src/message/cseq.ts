export interface CSeq {
  readonly number: number;
  readonly method: string;
}

const CSEQ = /^(\d{1,10})\s+([\w\-.!%*+`'~]+)$/;
/** RFC 3261 section 8.1.1.5: below 2^31. */
const LIMIT = 2 ** 31;

/** Reads a CSeq; undefined when it is none or its number is too large. */
export function parseCSeq(text: string): CSeq | undefined {
  const match = CSEQ.exec(text.trim());
  if (match === null) return undefined;
  const number = Number(match[1]);
  return number < LIMIT ? { number, method: match[2] as string } : undefined;
}
