import type { EventState } from '@cordboard/sip';
import type { MessageCount } from '../pbx.ts';

/** One kind of thing that phones can subscribe to. */
export interface EventPackage {
  readonly contentType: string;
  /** Only the endpoint itself may know. */
  readonly private: boolean;
  /** What it shows of an endpoint now; `version` counts the NOTIFYs of one subscription. */
  body(endpointId: string, o: { version: number; messages: MessageCount }): string;
}

export function stateOf(one: EventPackage, endpointId: string, o: Parameters<EventPackage['body']>[1]): EventState {
  return { contentType: one.contentType, body: one.body(endpointId, o) };
}

/** Text for XML, in elements and in quoted attributes. */
export function xmlText(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // Control characters cannot be written in XML 1.0 at all.
  const legal = [...text].filter((char) => char >= ' ').join('');
  return legal.replace(/[&<>"]/g, (char) => named[char] ?? char);
}
