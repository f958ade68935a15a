import { signals } from '../conferences/signals.ts';
import type { Talk } from '../voicemail/talk.ts';

/** What was asked for by a code cannot be: a falling melody, that needs no language. */
export async function refuse(talk: Talk): Promise<void> {
  if (talk.open) await talk.leg.line.media.playOnce(signals.wrongCode);
  talk.hangUp();
}
