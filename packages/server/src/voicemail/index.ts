import type { FastifyInstance } from 'fastify';
import type { HttpContext } from '../http/index.ts';
import { deleteVoicemail } from './routes/deleteVoicemail.ts';
import { getMailbox } from './routes/getMailbox.ts';
import { getVoicemail } from './routes/getVoicemail.ts';
import { getVoicemailMedia } from './routes/getVoicemailMedia.ts';
import { listVoicemail } from './routes/listVoicemail.ts';
import { updateMailbox } from './routes/updateMailbox.ts';
import { updateVoicemail } from './routes/updateVoicemail.ts';
import type { VoicemailService } from './service.ts';

export { VoicemailFiles } from './files.ts';
export { MessageMail } from './message-mail.ts';
export { VoicemailService } from './service.ts';
export { VoicemailStore } from './voicemail-store.ts';

const routes = [
  deleteVoicemail,
  getMailbox,
  getVoicemail,
  getVoicemailMedia,
  listVoicemail,
  updateMailbox,
  updateVoicemail,
];

/** Serves mailboxes. */
export function voicemailRoutes(app: FastifyInstance, http: HttpContext, service: VoicemailService): void {
  for (const route of routes) route(app, http, service);
}
