import { BASE_PATH, type CallContent, operations, topics, type WebhookBody } from '@cordboard/contract';

/** A change of a call, from a webhook of the media topic. */
export interface CallEvent {
  readonly endpointId: string;
  /** The short id, as paths take it. */
  readonly callId: string;
  readonly content: CallContent;
}

/** The subject of a call's publications: the path of the call (contract section 6, "Subjects"). */
const callSubject = new RegExp(
  `^${BASE_PATH}${operations.getEndpointCall.path.replace(/\{(\w+)\}/g, '(?<$1>[^/?#]+)')}$`,
);

/**
 * Reads which call a webhook is about from its subject; undefined when it is about something else. The content's own
 * `callId` is the long form (contract section 4, "callId forms").
 */
export function callEventOf(body: WebhookBody): CallEvent | undefined {
  if (body.topic !== topics.media || typeof body.content !== 'object' || body.content === null) return undefined;
  const found = callSubject.exec(String(body.subject))?.groups;
  if (found?.endpointId === undefined || found.callId === undefined) return undefined;
  return {
    endpointId: decoded(found.endpointId),
    callId: decoded(found.callId),
    content: body.content as CallContent,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
