import { SAMPLE_RATE, toneSamples } from '@cordboard/rtp';
import type { Party } from '../calls/call.ts';
import type { Leg } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import type { Recording } from '../media/index.ts';
import type { MailboxOptions, NewMessage } from './mailboxes.ts';
import { endsInSilence } from './silence.ts';
import { Talk } from './talk.ts';

const MESSAGE_MS = 180_000;
const SILENCE_MS = 6_000;
const WATCH_MS = 500;
const END_KEY = '#';

/** Answers a waiting party in an endpoint's place: greeting, tone, its message, until it hangs up or says no more. */
export async function takeMessage(
  exchange: Exchange,
  options: MailboxOptions,
  waiting: Leg,
  box: Party & { endpointId: string },
): Promise<void> {
  const talk = new Talk(exchange, waiting, box);
  await talk.say('greeting');
  if (!talk.open) return;
  try {
    const message = await options.mailboxes.begin(box.endpointId, waiting.party);
    await talk.playWhole(beep());
    if (!(await record(exchange, options, talk, message))) await talk.say('failed');
  } catch (error) {
    exchange.log.error({ err: error, endpointId: box.endpointId }, 'A message could not be kept');
    await talk.say('failed');
  }
  talk.hangUp();
}

/** False when the message broke off by itself: what was recorded until then is kept. */
async function record(
  exchange: Exchange,
  { mailboxes, messageMs = MESSAGE_MS, silenceMs = SILENCE_MS }: MailboxOptions,
  talk: Talk,
  { messageId, file }: NewMessage,
): Promise<boolean> {
  if (!talk.open) {
    await mailboxes.finish(messageId, 0);
    return true;
  }
  // A room of its own: a party by itself says nothing to anybody, and so nothing would be recorded.
  const room = exchange.media.openMixer();
  room.add(talk.leg.line.media);
  const recording = room.record(file);
  const stop = () => void recording.stop();
  talk.onDigit = (digit) => digit === END_KEY && stop();
  void talk.gone().then(stop);
  const limit = exchange.deadlines.after(messageMs, stop);
  const watch = watchSilence(exchange, recording, silenceMs);
  const { durationMs, cause } = await endOf(recording);
  limit.cancel();
  watch.cancel();
  room.close();
  await mailboxes.finish(messageId, durationMs);
  return cause === undefined;
}

function endOf(recording: Recording): ReturnType<Recording['stop']> {
  return new Promise((resolve) => recording.onEnded(resolve));
}

function watchSilence(exchange: Exchange, recording: Recording, silenceMs: number): { cancel(): void } {
  let over = false;
  const look = async () => {
    if (await endsInSilence(recording.file, silenceMs)) await recording.stop();
  };
  const schedule = () => {
    exchange.deadlines.after(WATCH_MS, () => {
      if (over) return;
      look()
        .catch((error: unknown) => exchange.log.warn({ err: error }, 'A recording could not be watched'))
        .finally(schedule);
    });
  };
  schedule();
  return {
    cancel() {
      over = true;
    },
  };
}

function beep(): Int16Array {
  return toneSamples([440], { from: 0, count: SAMPLE_RATE * 0.4 });
}
