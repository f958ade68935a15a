import type { Replaces } from '@cordboard/sip';
import type { CallLine } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';

/** The line whose dialog is named; the tags are in the order of RFC 3891 section 3. */
export function findReplaced({ lines }: Exchange, { callId, toTag, fromTag }: Replaces): CallLine | undefined {
  for (const line of lines) {
    const named = line.dialogs.some(
      (dialog) => dialog.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag,
    );
    if (named) return line;
  }
  return undefined;
}
