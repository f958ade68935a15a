/** The headers that a SIP URI carries behind its question mark, by lower-case name (RFC 3261 section 19.1.1). */
export function uriHeaders(uri: string): ReadonlyMap<string, string> {
  const question = uri.indexOf('?', uri.indexOf('@') + 1);
  const headers = new Map<string, string>();
  if (question < 0) return headers;
  for (const field of uri.slice(question + 1).split('&')) {
    const equals = field.indexOf('=');
    const name = decoded(equals < 0 ? field : field.slice(0, equals))?.toLowerCase();
    const value = decoded(equals < 0 ? '' : field.slice(equals + 1));
    if (name !== undefined && value !== undefined) headers.set(name, value);
  }
  return headers;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
