import { readFile } from 'node:fs/promises';
import { readWav } from '@cordboard/rtp';
import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import type { Mailboxes, StoredMessage } from './mailboxes.ts';
import { Talk } from './talk.ts';

/** By which a telephone hears its own mailbox. */
const LISTEN_NUMBER = '*97';
const CHOICE_MS = 8_000;

/** Plays the messages of the caller's own box: 1 again, 2 delete, 3 next. */
export async function listen(exchange: Exchange, mailboxes: Mailboxes, leg: Leg, endpointId: string): Promise<void> {
  const talk = new Talk(exchange, leg, { number: LISTEN_NUMBER });
  try {
    const messages = await mailboxes.list(endpointId);
    if (messages.length === 0) await talk.say('no-messages');
    else await hearAll(talk, mailboxes, messages);
  } catch (error) {
    exchange.log.error({ err: error, endpointId }, 'A mailbox could not be heard');
  }
  talk.hangUp();
}

async function hearAll(talk: Talk, mailboxes: Mailboxes, messages: readonly StoredMessage[]): Promise<void> {
  for (const message of messages) {
    if (!(await hear(talk, mailboxes, message))) return;
  }
  await talk.say('end');
}

/** False when the listener has gone, or presses nothing any more. */
async function hear(talk: Talk, mailboxes: Mailboxes, { messageId, file, heard }: StoredMessage): Promise<boolean> {
  await talk.say(heard ? 'old-message' : 'new-message');
  const { samples } = readWav(await readFile(file));
  for (;;) {
    await talk.play(samples);
    if (!talk.open) return false;
    await mailboxes.markHeard(messageId);
    const choice = await choose(talk);
    if (choice === '1') continue;
    if (choice === '2') {
      await mailboxes.remove(messageId);
      await talk.say('deleted');
    }
    return choice !== undefined && talk.open;
  }
}

async function choose(talk: Talk): Promise<string | undefined> {
  let digit = await talk.digit(0);
  if (digit === undefined) {
    await talk.say('menu');
    digit = await talk.digit(CHOICE_MS);
  }
  return digit;
}
