/** Text that both databases take: SIP may carry the character NUL, and PostgreSQL has no text with it. */
export function plainText(text: string): string {
  return text.replaceAll('\0', '');
}
