import { headerSpelling } from './header-names.ts';
import type { SipMessage } from './message.ts';

/** The bytes of a message. Content-Length is computed; line breaks inside values become spaces. */
export function writeMessage(message: SipMessage): Buffer {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  let text = `${oneLine(start)}\r\n`;
  for (const [key, value] of message.headers.entries()) {
    if (key === 'content-length') continue;
    text += `${headerSpelling(key)}: ${oneLine(value)}\r\n`;
  }
  text += `Content-Length: ${message.body.length}\r\n\r\n`;
  return message.body.length === 0 ? Buffer.from(text) : Buffer.concat([Buffer.from(text), message.body]);
}

/** A value can never start a header of its own: injection through display names ends here. */
function oneLine(value: string): string {
  return value.includes('\n') || value.includes('\r') ? value.replace(/[\r\n]+/g, ' ') : value;
}
