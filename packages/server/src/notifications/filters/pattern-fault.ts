/** One piece of a regular expression: an escape, a class, a parenthesis, or another character. */
const PIECE = /\\[\s\S]|\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]|(?<open>\()|(?<close>\))|[\s\S]/gu;

/**
 * Where in an expression its fault is. RE2 names the part at fault, and of parentheses only the whole expression.
 * `part` is undefined when the expression ends too early.
 */
export function faultPosition(expression: string, reason: string, part: string | null | undefined): number {
  if (reason.endsWith(')')) return loneParenthesis(expression);
  if (part === null || part === undefined) return Math.max(0, expression.length - 1);
  // RE2 is given (?P<name> for (?<name>, and \/ for /.
  const written = [part, part.replace('(?P<', '(?<'), part.replaceAll('\\/', '/')];
  return Math.max(0, ...written.map((one) => expression.indexOf(one)));
}

/** The first parenthesis that closes nothing, else the last that nothing closes. */
function loneParenthesis(expression: string): number {
  const open: number[] = [];
  for (const { groups, index } of expression.matchAll(PIECE)) {
    if (groups?.open) open.push(index);
    if (groups?.close && open.pop() === undefined) return index;
  }
  return open.at(-1) ?? 0;
}
