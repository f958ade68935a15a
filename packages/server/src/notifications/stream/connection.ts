import type { Socket } from 'node:net';
import { streamCloseCodes as codes, type ListenFrame } from '@cordboard/contract';
import type { WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import { badRequest, type Caller, toApiError } from '../../http/index.ts';
import type { Ids } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { LiveReceivers } from '../live/index.ts';
import { checkInterest } from '../subscription-rules.ts';
import { asText, idOf, parseFrame, readFrame } from './frames.ts';
import { Listening, type Outlet } from './listening.ts';
import type { Past } from './past.ts';
import type { StreamSettings } from './settings.ts';

/** What is too long is refused by the library. */
type Close = Exclude<keyof typeof codes, 'tooLong'>;

const reasons: Readonly<Record<Close, string>> = {
  goingAway: 'The server stops',
  binary: 'Only text frames are understood',
  tokenEnded: 'The token is not good any more',
  rightsChanged: 'The rights of the user have changed',
  tooSlow: 'The events are not read as fast as they happen',
  tooManyFrames: 'Too many frames in a short time',
};

export interface ConnectionOptions {
  readonly webSocket: WebSocket;
  /** Below the WebSocket. */
  readonly socket: Socket;
  readonly caller: Caller;
  /** Who the token stands for now; undefined: nobody any more. */
  readonly callerNow: () => Caller | undefined | Promise<Caller | undefined>;
  readonly live: LiveReceivers;
  readonly past: Past;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly settings: StreamSettings;
}

/** One client of the stream. */
export class StreamConnection implements Outlet {
  readonly principalId: string;
  readonly #o: ConnectionOptions;
  readonly #listenings = new Map<string, Listening>();
  /** Listenings begin one after the other: a client takes one connection of the database at a time. */
  #beginnings = Promise.resolve();
  #heard = true;
  #frames = 0;

  constructor(o: ConnectionOptions) {
    this.#o = o;
    this.principalId = o.caller.principalId;
    o.webSocket.on('message', (data: Buffer, binary: boolean) => this.#read(data, binary));
    o.webSocket.on('pong', () => {
      this.#heard = true;
    });
    // Each ping is answered by the library, read or not.
    o.webSocket.on('ping', () => this.#checkBacklog());
    o.webSocket.on('error', (error) => o.log.debug({ err: error }, 'A stream had an error'));
    o.webSocket.on('close', () => this.#stop());
  }

  get listenings(): number {
    return this.#listenings.size;
  }

  send(text: string): void {
    if (!this.#open) return;
    this.#o.webSocket.send(text);
    this.#checkBacklog();
  }

  drained(): Promise<void> | undefined {
    const { socket } = this.#o;
    if (!this.#open || !socket.writableNeedDrain) return undefined;
    return new Promise((resolve) => {
      const done = () => {
        socket.off('drain', done).off('close', done);
        resolve();
      };
      socket.on('drain', done).on('close', done);
    });
  }

  /** Gives and asks for a sign of life; who gave none since the last time is gone. */
  beat(matched: number): void {
    if (!this.#heard) {
      this.#stop();
      this.#o.webSocket.terminate();
      return;
    }
    this.#heard = false;
    this.#frames = 0;
    if (this.#open) this.#o.webSocket.ping();
    for (const listening of this.#listenings.values()) listening.progress(matched);
  }

  /** Is the client still who it was? Closes otherwise. */
  async check(): Promise<boolean> {
    const { caller, callerNow } = this.#o;
    const now = await callerNow();
    if (now === undefined) this.close('tokenEnded');
    else if (now.role !== caller.role || now.accountId !== caller.accountId) this.close('rightsChanged');
    return this.#open;
  }

  close(why: Close): void {
    this.#stop();
    this.#o.webSocket.close(codes[why], reasons[why]);
  }

  get #open(): boolean {
    return this.#o.webSocket.readyState === this.#o.webSocket.OPEN;
  }

  #read(data: Buffer, binary: boolean): void {
    if (!this.#open) return;
    this.#heard = true;
    this.#frames += 1;
    if (this.#frames > this.#o.settings.maxFrames) this.close('tooManyFrames');
    else if (binary) this.close('binary');
    else this.#obey(data.toString());
  }

  #obey(text: string): void {
    let frame: unknown;
    try {
      frame = parseFrame(text);
      const request = readFrame(frame);
      if (request.type === 'listen') this.#listen(request);
      else this.#unlisten(request.id);
    } catch (error) {
      this.#refuse(idOf(frame), error);
    }
  }

  #listen(frame: ListenFrame): void {
    const { caller, ids, live, past, clock, settings } = this.#o;
    const { id, after, topic, subjectFilter, methodFilter, publicationFilter } = frame;
    if (this.#listenings.has(id)) throw badRequest('id', `id: you listen as ${id} already; unlisten first.`);
    if (this.#listenings.size >= settings.maxListenings) {
      throw badRequest('id', `id: a connection has at most ${settings.maxListenings} listenings; unlisten first.`);
    }
    const interest = { topic, subjectFilter, methodFilter, publicationFilter };
    checkInterest(interest);
    const { accountId, principalId, role } = caller;
    const subscription = {
      ...interest,
      ...{ accountId, principalId, role },
      subscriptionId: ids.hex(),
      expiresOn: Number.POSITIVE_INFINITY,
      // The listening knows itself where it begins.
      startSequence: 0,
    };
    const onEnd = () => this.close('rightsChanged');
    const listening = new Listening({ id, subscription, outlet: this, live, past, clock, onEnd });
    this.#listenings.set(id, listening);
    this.#beginnings = this.#beginnings.then(() => this.#begin(id, listening, after));
  }

  async #begin(id: string, listening: Listening, after: number | undefined): Promise<void> {
    try {
      // A change of rights before the listening was known did not end it.
      if (this.#listenings.get(id) === listening && (await this.check())) await listening.begin(after);
    } catch (error) {
      if (this.#listenings.get(id) === listening) this.#listenings.delete(id);
      listening.close();
      this.#refuse({ id }, error);
    }
  }

  #unlisten(id: string): void {
    const listening = this.#listenings.get(id);
    if (listening === undefined) throw badRequest('id', 'id: you do not listen by this name.');
    this.#listenings.delete(id);
    listening.close();
  }

  #refuse(id: { id?: string }, cause: unknown): void {
    const { code, message, param, status } = toApiError(cause);
    if (status >= 500) this.#o.log.error({ err: cause }, 'A frame of a stream failed');
    this.send(asText({ type: 'error', ...id, code, message, ...(param === undefined ? {} : { param }) }));
  }

  #checkBacklog(): void {
    if (this.#open && this.#o.webSocket.bufferedAmount > this.#o.settings.maxBacklog) this.close('tooSlow');
  }

  #stop(): void {
    for (const listening of this.#listenings.values()) listening.close();
    this.#listenings.clear();
  }
}
