import {
  type Mailbox,
  mailboxSubject,
  topics,
  type UpdateMailboxBody,
  type UpdateVoicemailBody,
  type VoicemailMessage,
} from '@cordboard/contract';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import { ApiError, badRequest, type Caller, type ODataQuery } from '../http/index.ts';
import { authorize } from '../media/index.ts';
import type { Publications } from '../publications/index.ts';
import { type SoundAnswer, soundOf } from '../recordings/index.ts';
import type { Storage, VoicemailRow } from '../storage/index.ts';
import type { VoicemailFiles } from './files.ts';
import { mailboxOf, presentMailbox, saveMailbox } from './mailbox-settings.ts';
import { presentVoicemail } from './presenter.ts';
import type { VoicemailStore } from './voicemail-store.ts';

export interface VoicemailServiceOptions {
  readonly gateway: Gateway;
  readonly storage: Storage;
  readonly publications: Publications;
  readonly store: VoicemailStore;
  readonly files: VoicemailFiles;
}

/** The messages of one's own mailbox. */
export class VoicemailService {
  readonly #o: VoicemailServiceOptions;

  constructor(o: VoicemailServiceOptions) {
    this.#o = o;
  }

  async list(
    caller: Caller,
    endpointId: string,
    odata: ODataQuery,
  ): Promise<{ messages: VoicemailMessage[]; more: boolean }> {
    this.#authorize(caller, endpointId);
    const rows = await this.#o.store.repository.page(endpointId, odata);
    return { messages: rows.slice(0, odata.top).map(presentVoicemail), more: rows.length > odata.top };
  }

  async get(caller: Caller, endpointId: string, messageId: string): Promise<VoicemailMessage> {
    return presentVoicemail(await this.#find(caller, endpointId, messageId));
  }

  async update(
    caller: Caller,
    endpointId: string,
    messageId: string,
    { heard }: UpdateVoicemailBody,
  ): Promise<VoicemailMessage> {
    await this.#find(caller, endpointId, messageId);
    await this.#o.store.markHeard(messageId, heard);
    return await this.get(caller, endpointId, messageId);
  }

  async delete(caller: Caller, endpointId: string, messageId: string): Promise<VoicemailMessage> {
    const row = await this.#find(caller, endpointId, messageId);
    await this.#o.store.remove(messageId);
    return presentVoicemail(row);
  }

  async sound(caller: Caller, endpointId: string, messageId: string, range: string | undefined): Promise<SoundAnswer> {
    const { createdOn } = await this.#find(caller, endpointId, messageId);
    const name = `message ${new Date(createdOn).toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')}.wav`;
    const sound = await soundOf(this.#o.files.pathOf(messageId), name, range);
    if (sound === undefined) throw unknownMessage();
    return sound;
  }

  async mailbox(caller: Caller, endpointId: string): Promise<Mailbox> {
    this.#authorize(caller, endpointId);
    return presentMailbox(endpointId, await mailboxOf({ db: this.#o.storage.read }, endpointId));
  }

  async updateMailbox(caller: Caller, endpointId: string, body: UpdateMailboxBody): Promise<Mailbox> {
    const { accountId, userId } = this.#authorize(caller, endpointId);
    if (body.deleteAfterSending && !body.attach) {
      throw badRequest('deleteAfterSending', 'A message that is deleted after sending must be attached to its mail.');
    }
    const mailbox = presentMailbox(endpointId, body);
    await this.#o.storage.transaction(async (tx) => {
      await saveMailbox(tx, endpointId, body);
      await this.#o.publications.publish(tx, {
        accountId,
        topic: topics.media,
        method: 'PUT',
        subject: mailboxSubject(endpointId),
        content: { ...mailbox, accountId, principalId: userId, userId },
        publisher: { accountId, principalId: userId },
      });
    });
    return mailbox;
  }

  async #find(caller: Caller, endpointId: string, messageId: string): Promise<VoicemailRow> {
    this.#authorize(caller, endpointId);
    const row = await this.#o.store.repository.find({ db: this.#o.storage.read }, messageId);
    if (row === undefined || row.endpointId !== endpointId || row.durationMs === null) throw unknownMessage();
    return row;
  }

  /** Messages are private: an administrator has no business there. */
  #authorize(caller: Caller, endpointId: string): EndpointEntry {
    const entry = authorize(caller, endpointId, this.#o.gateway.entry(endpointId));
    if (entry.userId === caller.principalId) return entry;
    throw new ApiError('forbidden', `The mailbox of endpoint ${endpointId} is for its user alone.`, {
      param: 'endpointId',
    });
  }
}

function unknownMessage(): ApiError {
  return new ApiError('unknown_voicemail', undefined, { param: 'messageId' });
}
