import type { EventPackage } from './event-package.ts';
import { entityOf, type Sources } from './sources.ts';

/** The message lamp (RFC 3842). */
export function messageSummary(sources: Sources): EventPackage {
  return {
    contentType: 'application/simple-message-summary',
    private: true,
    body: (endpointId, { messages }) =>
      [
        `Messages-Waiting: ${messages.new > 0 ? 'yes' : 'no'}`,
        `Message-Account: ${entityOf(sources, endpointId)}`,
        `Voice-Message: ${messages.new}/${messages.old} (0/0)`,
        '',
      ].join('\r\n'),
  };
}
