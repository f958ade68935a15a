/** Splits at commas that stand neither in quotes nor in angle brackets (RFC 3261 section 7.3.1). Empty items vanish. */
export function splitList(value: string): string[] {
  const items: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (quoted) {
      if (char === '\\') at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '<') bracketed = true;
    else if (char === '>') bracketed = false;
    else if (char === ',' && !bracketed) {
      push(items, value.slice(start, at));
      start = at + 1;
    }
  }
  push(items, value.slice(start));
  return items;
}

function push(items: string[], item: string): void {
  const trimmed = item.trim();
  if (trimmed !== '') items.push(trimmed);
}
