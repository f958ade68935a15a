import type { Endpoint, Forwarding, UpdateEndpointBody, UpdateForwardingBody } from '@cordboard/contract';
import { endpointSubject, forwardingSubject, topics } from '@cordboard/contract';
import type { MessageCount } from '@cordboard/pbx';
import type { EndpointEntry, Gateway } from '../gateways/index.ts';
import { ApiError, type Caller } from '../http/index.ts';
import { authorize } from '../media/index.ts';
import type { Publications } from '../publications/index.ts';
import type { Storage, Tx } from '../storage/index.ts';
import { ownerFields, presentEndpoint, presentForwarding } from './presenter.ts';
import { readForwarding } from './read-forwarding.ts';
import { EndpointRepository } from './repository.ts';
import { type EndpointSettings, featuresOf, rowOf, settingsOf } from './settings.ts';

export interface EndpointServiceOptions {
  readonly gateway: Gateway;
  readonly storage: Storage;
  readonly publications: Publications;
}

/** Endpoints and what they are set to (contract section 4). */
export class EndpointService {
  readonly #o: EndpointServiceOptions;
  readonly #repository: EndpointRepository;

  constructor(o: EndpointServiceOptions) {
    this.#o = o;
    this.#repository = new EndpointRepository(o.storage);
  }

  /** Tells the PBX what was set; before it takes calls. */
  async start(): Promise<void> {
    for (const row of await this.#repository.allSettings()) {
      const settings = settingsOf(row);
      this.#apply(row.endpointId, settings);
      if (settings.messageWaiting) this.#light(row.endpointId, true);
    }
  }

  async get(caller: Caller, endpointId: string): Promise<Endpoint> {
    const entry = this.#authorize(caller, endpointId);
    if (entry.group === true) return this.#presentGroup(endpointId);
    return this.#present(endpointId, settingsOf(await this.#repository.settings(endpointId)));
  }

  async update(caller: Caller, endpointId: string, body: UpdateEndpointBody): Promise<Endpoint> {
    const entry = this.#authorize(caller, endpointId);
    return await this.#change(entry, async (tx, before) => {
      const settings = await this.#changed(tx, entry, before, body);
      const endpoint = this.#present(endpointId, settings);
      await this.#publish(tx, caller, entry, endpointSubject(endpointId), endpoint);
      if (body.action === 'messageWaiting') tx.afterCommit(() => this.#light(endpointId, settings.messageWaiting));
      return { settings, answer: endpoint };
    });
  }

  /** The lamp follows the mailbox. Part of the change that filled or emptied it. */
  async setMessages(tx: Tx, entry: EndpointEntry, count: MessageCount): Promise<void> {
    const { endpointId, accountId, userId } = entry;
    const messageWaiting = count.new > 0;
    tx.afterCommit(() => this.#o.gateway.pbx.setMessageCount(endpointId, count));
    const before = settingsOf(await this.#repository.currentSettings(tx, endpointId));
    if (before.messageWaiting === messageWaiting) return;
    const settings = { ...before, messageWaiting };
    await this.#repository.saveSettings(tx, rowOf(endpointId, settings));
    const endpoint = this.#present(endpointId, settings);
    await this.#publish(tx, { accountId, principalId: userId }, entry, endpointSubject(endpointId), endpoint);
  }

  /** Dialled by the owner at the telephone. */
  async setDnd(endpointId: string, dnd: boolean): Promise<void> {
    await this.#dialled(endpointId, (before) => {
      const settings = { ...before, dnd };
      return { settings, subject: endpointSubject(endpointId), shown: this.#present(endpointId, settings) };
    });
  }

  /** Dialled by the owner at the telephone; undefined switches off what is there. The PBX has looked at the number. */
  async setForwarding(endpointId: string, destination: string | undefined): Promise<void> {
    await this.#dialled(endpointId, (before) => {
      const { always, ...others } = before.forwarding;
      const rule = destination === undefined ? always && { ...always, enabled: false } : { destination, enabled: true };
      const forwarding = { ...others, ...(rule === undefined ? {} : { always: rule }) };
      const shown = presentForwarding(endpointId, forwarding);
      return { settings: { ...before, forwarding }, subject: forwardingSubject(endpointId), shown };
    });
  }

  async getForwarding(caller: Caller, endpointId: string): Promise<Forwarding> {
    this.#authorize(caller, endpointId);
    const { forwarding } = settingsOf(await this.#repository.settings(endpointId));
    return presentForwarding(endpointId, forwarding);
  }

  async updateForwarding(caller: Caller, endpointId: string, body: UpdateForwardingBody): Promise<Forwarding> {
    const entry = this.#authorize(caller, endpointId);
    const forwarding = await readForwarding(body, endpointId, this.#o.gateway.pbx.routes);
    return await this.#change(entry, async (tx, before) => {
      const answer = presentForwarding(endpointId, forwarding);
      await this.#publish(tx, caller, entry, forwardingSubject(endpointId), answer);
      return { settings: { ...before, forwarding }, answer };
    });
  }

  /** Writes what `work` makes of the settings; the PBX follows when it is on disk. */
  async #change<Answer>(
    { endpointId }: EndpointEntry,
    work: (tx: Tx, before: EndpointSettings) => Promise<{ settings: EndpointSettings; answer: Answer }>,
  ): Promise<Answer> {
    return await this.#o.storage.transaction(async (tx) => {
      // It may have been deleted a moment ago.
      if (!(await this.#repository.exists(tx, endpointId))) throw new ApiError('unknown_endpoint');
      const before = settingsOf(await this.#repository.currentSettings(tx, endpointId));
      const { settings, answer } = await work(tx, before);
      await this.#repository.saveSettings(tx, rowOf(endpointId, settings));
      tx.afterCommit(() => this.#apply(endpointId, settings));
      return answer;
    });
  }

  async #dialled(
    endpointId: string,
    change: (before: EndpointSettings) => { settings: EndpointSettings; subject: string; shown: object },
  ): Promise<void> {
    const entry = this.#o.gateway.entry(endpointId);
    if (entry === undefined) throw new ApiError('unknown_endpoint');
    const owner = { accountId: entry.accountId, principalId: entry.userId };
    await this.#change(entry, async (tx, before) => {
      const { settings, subject, shown } = change(before);
      await this.#publish(tx, owner, entry, subject, shown);
      return { settings, answer: undefined };
    });
  }

  async #changed(
    tx: Tx,
    { userId }: EndpointEntry,
    before: EndpointSettings,
    { action, enabled = false, userAvailability }: UpdateEndpointBody,
  ): Promise<EndpointSettings> {
    const settings = { ...before, userAvailability };
    if (action === 'dnd') return { ...settings, dnd: enabled };
    if (action === 'messageWaiting') return { ...settings, messageWaiting: enabled };
    const { pstnRouting: _, ...withoutRouting } = settings;
    if (!enabled) return withoutRouting;
    // Contract section 4, userAvailability: "If dnd, do nothing."
    if (userAvailability === 'dnd') return settings;
    const mobile = await this.#repository.mobileOf(tx, userId);
    if (mobile !== undefined) return { ...settings, pstnRouting: mobile };
    throw new ApiError('invalid_request', 'The user of the endpoint has no mobile number to route to.', {
      param: 'action',
    });
  }

  /** A program switches the lamp itself; how many messages there are it does not say. */
  #light(endpointId: string, on: boolean): void {
    this.#o.gateway.pbx.setMessageCount(endpointId, { new: on ? 1 : 0, old: 0 });
  }

  #apply(endpointId: string, settings: EndpointSettings): void {
    this.#o.gateway.pbx.features.setEndpoint(endpointId, featuresOf(settings));
  }

  #present(endpointId: string, settings: EndpointSettings): Endpoint {
    const endpoint = this.#o.gateway.pbx.endpoint(endpointId);
    if (endpoint === undefined) throw new ApiError('unknown_endpoint');
    return presentEndpoint(endpoint, settings);
  }

  /** Its members ring; the number itself is always there. */
  #presentGroup(endpointId: string): Endpoint {
    return { ...this.#present(endpointId, settingsOf(undefined)), type: 'group', state: 'idle' };
  }

  async #publish(
    tx: Tx,
    caller: Pick<Caller, 'accountId' | 'principalId'>,
    entry: EndpointEntry,
    subject: string,
    shown: object,
  ): Promise<void> {
    await this.#o.publications.publish(tx, {
      accountId: entry.accountId,
      topic: topics.media,
      method: 'PUT',
      subject,
      content: { ...shown, ...ownerFields(entry) },
      publisher: { accountId: caller.accountId, principalId: caller.principalId },
    });
  }

  #authorize(caller: Caller, endpointId: string): EndpointEntry {
    return authorize(caller, endpointId, this.#o.gateway.entry(endpointId));
  }
}
