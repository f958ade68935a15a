import type { Static, TSchema } from 'typebox';
import type { Topic } from '../names.ts';
import type { Method } from '../operation.ts';

/** One kind of publication, as data (contract section 6). */
export interface PublicationKind {
  readonly id: string;
  readonly summary: string;
  readonly topic: Topic;
  /** What happened: POST made it, PUT changed it, DELETE removed it. */
  readonly methods: readonly Exclude<Method, 'GET'>[];
  /** The subject as a path with parameters in braces. */
  readonly subject: string;
  readonly content: TSchema;
  readonly example: { readonly method: string; readonly subject: string; readonly content: object };
}

export type ContentOf<P extends PublicationKind> = Static<P['content']>;

/** Keeps the literal types. */
export function definePublication<const P extends PublicationKind>(publication: P): P {
  return publication;
}
