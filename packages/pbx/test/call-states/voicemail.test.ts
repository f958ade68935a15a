import { afterAll } from 'vitest';
import { VOICEMAIL } from '../../src/index.ts';
import { FolderMailboxes } from '../voicemail/support/folder-mailboxes.ts';
import { playRows } from './play-rows.ts';
import { voicemail } from './rows/voicemail.ts';

const mailboxes = await FolderMailboxes.open();
const pbx = { voicemail: { mailboxes } };

afterAll(() => mailboxes.close());

playRows(voicemail, {
  noAnswer: {
    pbx,
    play: async (scene) => {
      scene.sets('A', { forwarding: { noAnswer: { destination: VOICEMAIL, afterMs: 200 } } });
      await (await scene.dials('C', 'A')).until('connected', 5_000);
    },
  },
  notDisturbed: {
    pbx,
    play: async (scene) => {
      scene.sets('A', { dnd: true, forwarding: { busy: VOICEMAIL } });
      await (await scene.dials('outside', 'A')).until('connected', 5_000);
    },
  },
  callerHangsUp: {
    pbx,
    play: async (scene) => {
      scene.sets('A', { forwarding: { always: VOICEMAIL } });
      const call = await scene.dials('C', 'A');
      await call.until('connected', 5_000);
      call.hangup();
    },
  },
  listens: {
    pbx,
    play: async (scene) => {
      const call = await scene.dials('A', 'mailbox');
      await call.until('connected', 5_000);
      call.hangup();
    },
  },
});
