import { parseMessage, type SipMessage, type SipRequest } from '../../src/index.ts';

/** The message in these bytes; a test fails when they are none. */
export function parse(bytes: Buffer | string): SipMessage {
  const result = parseMessage(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  if (!result.ok) throw new Error(result.reason);
  return result.message;
}

export function parseRequest(bytes: Buffer | string): SipRequest {
  const message = parse(bytes);
  if (message.kind !== 'request') throw new Error('a request was expected');
  return message;
}
