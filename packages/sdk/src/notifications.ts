import { operations, STREAM_PATH } from '@cordboard/contract';
import { NotificationStream, type StreamOptions, type StreamParts } from './notification-stream.ts';
import type { OperationCaller } from './operation-caller.ts';

interface NotificationsParts extends Omit<StreamParts, 'address'> {
  readonly client: OperationCaller;
  readonly webSocketUrl: (path: string) => string;
}

/** What happens on the platform, without a webhook. */
export class Notifications {
  readonly #parts: NotificationsParts;

  constructor(parts: NotificationsParts) {
    this.#parts = parts;
  }

  /**
   * The publications that match, from now on or from after a number; each stream is a WebSocket of its own.
   *
   * @example for await (const item of client.notifications.stream({ topic: topics.media, subjectFilter: '' })) { ... }
   */
  stream(options: StreamOptions): NotificationStream {
    return new NotificationStream({ ...this.#parts, address: (signal) => this.#address(signal) }, options);
  }

  /** The credential is good for the stream alone; the host is the one that we speak to, whatever it calls itself. */
  async #address(signal: AbortSignal): Promise<string> {
    const { client, webSocketUrl } = this.#parts;
    const { streamUrl } = await client.call(operations.createConnection, { body: { transport: 'websocket' }, signal });
    if (streamUrl === undefined) throw new Error('This platform has no stream of notifications');
    return webSocketUrl(STREAM_PATH + new URL(streamUrl).search);
  }
}
