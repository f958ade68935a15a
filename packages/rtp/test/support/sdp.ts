/** A session description of a telephone, with what the test changes. */
export function sdp(
  o: { media?: readonly string[]; connection?: string; session?: readonly string[]; lines?: readonly string[] } = {},
): string {
  return [
    'v=0',
    'o=phone 1 1 IN IP4 192.0.2.1',
    's=-',
    o.connection ?? 'c=IN IP4 192.0.2.1',
    't=0 0',
    ...(o.session ?? []),
    ...(o.media ?? ['m=audio 4000 RTP/AVP 0 8']),
    ...(o.lines ?? []),
    '',
  ].join('\r\n');
}
