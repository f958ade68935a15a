import { type Static, Type } from 'typebox';
import type { ErrorCode } from './error-codes.ts';
import type { Publication } from './schemas/notifications/publication.ts';
import { CreateSubscriptionBody } from './schemas/notifications/subscription.ts';

/** Where the plain JSON stream of publications is, by WebSocket. */
export const STREAM_PATH = '/stream';

const { topic, subjectFilter, methodFilter, publicationFilter } = CreateSubscriptionBody.properties;
const id = Type.String({ minLength: 1, maxLength: 64, description: 'Chosen by the client, for this connection' });

/** Begins a listening: the publications that the same fields of a subscription would select. */
export const ListenFrame = Type.Object({
  type: Type.Literal('listen'),
  id,
  topic,
  subjectFilter,
  methodFilter,
  publicationFilter,
  after: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The last number that the client has; what came after it comes first',
    }),
  ),
});
export type ListenFrame = Static<typeof ListenFrame>;

export const UnlistenFrame = Type.Object({ type: Type.Literal('unlisten'), id });
export type UnlistenFrame = Static<typeof UnlistenFrame>;

/** too_old: not all is kept that came since. too_many: more came than is looked through. unknown_number: never given. */
export type ReloadReason = 'too_old' | 'too_many' | 'unknown_number';

/** What the server sends. Numbers of one listening grow. */
export type StreamFrame =
  | { readonly type: 'listening'; readonly id: string; readonly number: number }
  | { readonly type: 'event'; readonly id: string; readonly number: number; readonly publication: Publication }
  /** A sign of life: everything up to the number has been told. */
  | { readonly type: 'progress'; readonly id: string; readonly number: number }
  /** In place of `listening`: what came up to the number cannot be told. */
  | { readonly type: 'reload'; readonly id: string; readonly number: number; readonly reason: ReloadReason }
  | {
      readonly type: 'error';
      /** Absent when the frame had none. */
      readonly id?: string;
      readonly code: ErrorCode;
      readonly message: string;
      readonly param?: string;
    };

/** Why the server closes; those from 4000 on have the HTTP status of the same meaning at their end. */
export const streamCloseCodes = {
  /** The server stops. */
  goingAway: 1001,
  /** Only text frames are understood. */
  binary: 1003,
  /** A frame was longer than 16 KiB. */
  tooLong: 1009,
  /** The access token is not good any more. */
  tokenEnded: 4401,
  /** The user may read other things than before. */
  rightsChanged: 4403,
  /** The client does not read as fast as things happen. */
  tooSlow: 4408,
  /** The client sends more frames than a client needs. */
  tooManyFrames: 4429,
} as const;
