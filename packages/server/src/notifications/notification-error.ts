import type { ErrorCode } from '@cordboard/contract';

/** A request that the notification service refuses. `code` is one of the contract's error codes. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';
  readonly code: ErrorCode;
  /** The field at fault. */
  readonly param: string | undefined;

  constructor(code: ErrorCode, message: string, param?: string) {
    super(message);
    this.code = code;
    this.param = param;
  }
}
