import type { Section } from './row.ts';
import { answering } from './rows/answering.ts';
import { conferring } from './rows/conferring.ts';
import { consulting } from './rows/consulting.ts';
import { elsewhere } from './rows/elsewhere.ts';
import { ending } from './rows/ending.ts';
import { forwarding } from './rows/forwarding.ts';
import { holding } from './rows/holding.ts';
import { redirecting } from './rows/redirecting.ts';
import { ringGroups } from './rows/ring-groups.ts';
import { ringing } from './rows/ringing.ts';
import { sendingOn } from './rows/sending-on.ts';
import { transferringAtThePhone } from './rows/transferring-at-the-phone.ts';
import { unanswered } from './rows/unanswered.ts';
import { voicemail } from './rows/voicemail.ts';

/** All sections of the page, by the name of their rows' and their test's file. */
export const sections: Readonly<Record<string, Section>> = {
  ringing,
  answering,
  unanswered,
  redirecting,
  ending,
  holding,
  'sending-on': sendingOn,
  consulting,
  'transferring-at-the-phone': transferringAtThePhone,
  conferring,
  forwarding,
  'ring-groups': ringGroups,
  elsewhere,
  voicemail,
};
