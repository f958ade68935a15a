import type { ListenFrame, StreamFrame } from '@cordboard/contract';
import type { Clock, Timer } from './clock.ts';

/** The server gives a sign of life every 25 s; after this the connection is dead, although nothing says so. */
const SILENCE_MS = 65_000;
const LOST = 1006;

interface Hearing {
  readonly WebSocket: typeof WebSocket;
  readonly clock: Clock;
  readonly listen: ListenFrame;
  /** Ends it, with nothing to say. */
  readonly signal: AbortSignal;
  /** False ends it too. */
  readonly onFrame: (frame: StreamFrame) => boolean;
}

/** Listens on one WebSocket until it is over; gives the close code. */
export function hear(url: string, { WebSocket, clock, listen, signal, onFrame }: Hearing): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    let silence: Timer | undefined;
    let over = false;
    const finish = (code: number) => {
      if (over) return;
      over = true;
      silence?.cancel();
      signal.removeEventListener('abort', leave);
      socket.close();
      resolve(code);
    };
    const leave = () => finish(LOST);
    const watch = () => {
      silence?.cancel();
      silence = clock.after(SILENCE_MS, leave);
    };
    socket.addEventListener('open', () => socket.send(JSON.stringify(listen)));
    socket.addEventListener('message', ({ data }) => {
      if (over) return;
      watch();
      if (!onFrame(JSON.parse(String(data)))) leave();
    });
    socket.addEventListener('close', ({ code }) => finish(code));
    signal.addEventListener('abort', leave);
    watch();
    if (signal.aborted) leave();
  });
}
