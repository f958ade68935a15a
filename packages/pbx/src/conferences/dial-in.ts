import type { Party } from '../calls/call.ts';
import type { Conversation } from '../engine/conversation.ts';
import type { Exchange } from '../engine/exchange.ts';
import { Talk } from '../voicemail/talk.ts';
import type { ConferenceHouse } from './conference-info.ts';
import { enterRoom } from './enter-room.ts';
import { signals } from './signals.ts';

type Answer = Awaited<ReturnType<ConferenceHouse['admit']>>;

const TRIES = 3;
/** To find the code and begin. */
const FIRST_DIGIT_MS = 15_000;
/** After the last digit, for those who do not press #. */
const NEXT_DIGIT_MS = 4_000;
const LONGEST_CODE = 99;
/** With as many digits a code is tried at once, for most have them. */
const USUAL_LENGTH = 9;

/** A caller dials the number of the conferences: it is answered, asked for an access code, and let in. */
export function dialIn(exchange: Exchange, conversation: Conversation, o: { caller: Party; dialled: Party }): void {
  const [leg] = conversation.legs;
  if (leg === undefined) return;
  const talk = new Talk(exchange, leg, o.dialled);
  letIn(exchange, talk, o.caller).catch((error: unknown) => {
    exchange.log.error({ err: error }, 'A caller could not be let into a conference');
    talk.hangUp();
  });
}

async function letIn(exchange: Exchange, talk: Talk, caller: Party): Promise<void> {
  const { conversation } = talk.leg;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const typed = attempt === 1 ? conversation.accessCode : undefined;
    const admission = await (typed === undefined ? ask(exchange, talk, caller) : lookUp(exchange, typed, caller));
    if (!talk.open) return;
    if (admission === 'tooManyGuesses') {
      await talk.leg.line.media.playOnce(signals.tooManyGuesses);
      break;
    }
    const room = admission === undefined ? undefined : exchange.rooms.rooms.get(admission.settings.conferenceId);
    if (admission !== undefined && room?.locked !== true) {
      conversation.onDigit = undefined;
      enterRoom(exchange, conversation, { ...admission, party: caller, place: admission.waits ? 'lobby' : 'room' });
      return;
    }
    // The end of the last key is told several times: it must not stop the answer.
    await talk.leg.line.media.playOnce(signals.wrongCode);
    await talk.say(admission === undefined ? 'wrong-access-code' : 'conference-locked');
  }
  talk.hangUp();
}

/** Reads a code: `#` ends it, `*` begins it anew. */
async function ask(exchange: Exchange, talk: Talk, caller: Party): Promise<Answer> {
  void sayWhatToDo(talk);
  let code = '';
  let wrong: string | undefined;
  for (;;) {
    const digit = await talk.digit(code === '' ? FIRST_DIGIT_MS : NEXT_DIGIT_MS);
    if (!talk.open || digit === undefined || digit === '#') {
      return code === wrong ? undefined : await lookUp(exchange, code, caller);
    }
    code = digit === '*' ? '' : (code + digit).slice(0, LONGEST_CODE);
    if (code.length !== USUAL_LENGTH) continue;
    const admission = await lookUp(exchange, code, caller);
    if (admission !== undefined) return admission;
    wrong = code;
  }
}

/** A melody first, that needs no language. */
async function sayWhatToDo(talk: Talk): Promise<void> {
  if ((await talk.leg.line.media.playOnce(signals.askCode, { stopOnDigit: true })) === 'end') {
    await talk.say('access-code');
  }
}

async function lookUp(exchange: Exchange, code: string, caller: Party): Promise<Answer> {
  return code === '' ? undefined : await exchange.rooms.house?.admit(code, caller);
}
