import { type DestinationStream, pino } from 'pino';

/** What every part may write to. The pino call shape: the object first, then the words. */
export interface Log {
  debug(obj: object, msg: string): void;
  info(obj: object, msg: string): void;
  warn(obj: object, msg: string): void;
  error(obj: object, msg: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * Logs as JSON lines on stderr, so that stdout stays for the start banner and for pipes. Nothing logged may carry
 * tokens, passwords, message bodies or SIP credentials; the paths below are a net under that rule, not the rule.
 */
export function createLog(level: LogLevel, destination: DestinationStream = stderr()): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Without it an Error beside `err` would be written as {}.
      serializers: { error: pino.stdSerializers.err },
      redact: ['password', 'token', 'authorization', 'headers.authorization', 'access_token', 'refresh_token'],
    },
    destination,
  );
}

function stderr(): DestinationStream {
  return pino.destination({ dest: 2, sync: false });
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
