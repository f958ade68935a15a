/** More alternatives than this are not worth so many index entries. */
const MAX_ALTERNATIVES = 16;

/**
 * Literal texts of which one must stand in every subject that the regular expression is found in. Each begins with
 * '/', so that an index needs to look only at the subject's segments. Undefined when the expression has no such text
 * in some alternative.
 */
export function requiredKeys(expression: string): string[] | undefined {
  // Flags and quoting change the meaning of the characters that follow.
  if (/\(\?(?!:|P?<[A-Za-z])|\\Q/.test(expression)) return undefined;
  const alternatives = splitRuns(expression);
  if (!alternatives || alternatives.length > MAX_ALTERNATIVES) return undefined;
  const keys: string[] = [];
  for (const runs of alternatives) {
    const key = longestKey(runs);
    if (!key) return undefined;
    keys.push(key);
  }
  return keys;
}

/** True when the expression is plain text: it is found where the text is. */
export function isPlainText(expression: string): boolean {
  return /^[A-Za-z0-9/_\-:@%&=~,;'" ]*$/.test(expression);
}

function longestKey(runs: readonly string[]): string | undefined {
  let best = '';
  for (const run of runs) {
    const slash = run.indexOf('/');
    if (slash >= 0 && run.length - slash > best.length) best = run.slice(slash);
  }
  return best.length > 1 ? best : undefined;
}

/** One piece of an expression outside groups. */
const PIECE =
  /(?<open>\()|(?<close>\))|(?<or>\|)|(?<quantifier>[*+?]|\{\d+(?:,\d*)?\})|(?<set>\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\])|\\(?<escaped>[^A-Za-z0-9])|(?<class>\\[\s\S]|[.^$])|(?<literal>[\s\S])/uy;

/** The literal runs of each alternative at the top level; undefined when the text is beyond this reader. */
function splitRuns(expression: string): string[][] | undefined {
  const alternatives: string[][] = [[]];
  let run = '';
  let depth = 0;
  let lastIsLiteral = false;
  const endRun = () => {
    if (run) alternatives.at(-1)!.push(run);
    run = '';
    lastIsLiteral = false;
  };
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < expression.length) {
    const groups = PIECE.exec(expression)?.groups;
    if (!groups) return undefined;
    if (groups.open) depth += 1;
    if (groups.close) depth -= 1;
    const literal = groups.escaped ?? groups.literal;
    if (depth > 0 || groups.close) endRun();
    else if (groups.or) {
      endRun();
      alternatives.push([]);
    } else if (groups.quantifier) {
      // The character before it may be absent or repeated: only x+ keeps one of it, at the end of the run.
      if (lastIsLiteral && groups.quantifier !== '+') run = run.slice(0, -1);
      endRun();
    } else if (literal && literal >= ' ' && literal <= '~' && literal !== '{') {
      run += literal;
      lastIsLiteral = true;
    } else endRun();
  }
  endRun();
  return alternatives;
}
