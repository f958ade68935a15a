/** The token of an Authorization header: `Bearer <jwt>` in any case, or the bare token (contract section 1). */
export function accessToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const trimmed = header.trim();
  const space = trimmed.indexOf(' ');
  if (space < 0) return trimmed === '' || trimmed.toLowerCase() === 'bearer' ? undefined : trimmed;
  return trimmed.slice(0, space).toLowerCase() === 'bearer' ? trimmed.slice(space + 1).trim() || undefined : undefined;
}
