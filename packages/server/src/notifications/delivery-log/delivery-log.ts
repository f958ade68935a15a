import type { Attempt, AttemptDetail } from '@cordboard/contract';
import type { Clock } from '../../clock.ts';
import type { ODataQuery } from '../../http/index.ts';
import type { Ids } from '../../ids.ts';
import type { StoredPublication } from '../../publications/index.ts';
import type { Storage, SubscriptionRow } from '../../storage/index.ts';
import type { DeliveryRepository } from '../delivery-repository.ts';
import { NotificationError } from '../notification-error.ts';
import type { Subscriber } from '../policy.ts';
import type { NotificationSettings } from '../settings.ts';
import { attempt, buildRequest, type Connections, receiverOf, recordOf } from '../webhook/index.ts';
import { presentAttempt, presentAttemptDetail } from './attempt-presenter.ts';
import { attemptRepository, type StoredAttempt } from './attempt-repository.ts';
import { examplePublication } from './example-publication.ts';

export interface DeliveryLogOptions {
  readonly storage: Storage;
  readonly repository: DeliveryRepository;
  readonly connections: Connections;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NotificationSettings;
  /** A subscription that the caller may manage. @throws NotificationError unknown_subscription */
  readonly find: (caller: Subscriber, subscriptionId: string) => Promise<SubscriptionRow>;
}

/** What went out to receivers and what came back; and sending by hand. Access is that of the subscription. */
export class DeliveryLog {
  readonly #o: DeliveryLogOptions;
  readonly #stop = new AbortController();

  constructor(o: DeliveryLogOptions) {
    this.#o = o;
  }

  async list(
    caller: Subscriber,
    subscriptionId: string,
    odata: ODataQuery,
  ): Promise<{ items: Attempt[]; more: boolean }> {
    await this.#o.find(caller, subscriptionId);
    const rows = await attemptRepository.list(this.#o.storage, subscriptionId, odata);
    return { items: rows.slice(0, odata.top).map(presentAttempt), more: rows.length > odata.top };
  }

  /** @throws NotificationError unknown_attempt */
  async get(caller: Subscriber, subscriptionId: string, attemptId: string): Promise<AttemptDetail> {
    const subscription = await this.#o.find(caller, subscriptionId);
    const row = await this.#attempt(subscriptionId, attemptId);
    return presentAttemptDetail(row, subscription, await this.#publicationOf(row));
  }

  /**
   * Sends the publication of an attempt once more, at once and once; later ones do not wait for it.
   *
   * @throws NotificationError unknown_attempt, publication_not_kept
   */
  async replay(caller: Subscriber, subscriptionId: string, attemptId: string): Promise<AttemptDetail> {
    const subscription = await this.#o.find(caller, subscriptionId);
    const row = await this.#attempt(subscriptionId, attemptId);
    const publication = await this.#publicationOf(row);
    if (publication === undefined) {
      throw new NotificationError('publication_not_kept', 'the publication of this attempt is not kept any more');
    }
    const attempts = await attemptRepository.tries(this.#o.storage, row);
    return await this.#send(subscription, publication, {
      cause: 'replay',
      attempts,
      createdOn: row.notifiedOn ?? row.startedOn,
    });
  }

  /** Sends the example of a publication. @throws NotificationError transport_not_supported */
  async test(caller: Subscriber, subscriptionId: string): Promise<AttemptDetail> {
    const { clock, ids } = this.#o;
    const subscription = await this.#o.find(caller, subscriptionId);
    if (subscription.transport !== 'webhook') {
      throw new NotificationError('transport_not_supported', 'an example is sent to webhooks only');
    }
    const publication = examplePublication(subscription, ids.guid(), clock.now());
    return await this.#send(subscription, publication, { cause: 'test', attempts: 0, createdOn: clock.now() });
  }

  close(): void {
    this.#stop.abort();
  }

  async #send(
    subscription: SubscriptionRow,
    publication: StoredPublication,
    { cause, ...of }: { cause: 'replay' | 'test'; attempts: number; createdOn: number },
  ): Promise<AttemptDetail> {
    const { storage, repository, connections, clock, settings } = this.#o;
    const receiver = receiverOf(subscription);
    const delivery = { subscriptionId: subscription.subscriptionId, publication, ...of };
    const startedOn = clock.now();
    const request = buildRequest(delivery, receiver, startedOn);
    const headers = cause === 'test' ? { ...request.headers, 'x-cordboard-test': 'true' } : request.headers;
    const options = { clock, timeoutMs: settings.timeoutMs, signal: this.#stop.signal };
    const answer = await attempt(connections, receiver.url, { ...request, headers }, options);
    const sent = { delivery, url: receiver.url, request, answer, startedOn, endedOn: clock.now() };
    const row = await storage.transaction((tx) => repository.insertAttempt(tx, recordOf(sent, cause)));
    return presentAttemptDetail(row, subscription, publication);
  }

  async #attempt(subscriptionId: string, attemptId: string): Promise<StoredAttempt> {
    const row = /^\d{1,15}$/.test(attemptId)
      ? await attemptRepository.find(this.#o.storage, subscriptionId, Number(attemptId))
      : undefined;
    if (row === undefined)
      throw new NotificationError('unknown_attempt', `there is no attempt ${attemptId}`, 'attemptId');
    return row;
  }

  async #publicationOf({ cause, sequence }: StoredAttempt): Promise<StoredPublication | undefined> {
    return cause === 'test' ? undefined : await attemptRepository.publication(this.#o.storage, sequence);
  }
}
