import type { Call } from '@cordboard/pbx';
import type { Clock } from '../../clock.ts';
import type { Gateway } from '../../gateways/index.ts';
import { ApiError, type Caller, errorBody, toApiError } from '../../http/index.ts';
import type { Ids } from '../../ids.ts';
import type { Log } from '../../log.ts';
import type { Sender } from '../../notifications/index.ts';
import type { CommandOutcomeRow, Storage } from '../../storage/index.ts';
import { ChangeQueue } from '../change-queue.ts';
import { type CallView, presentCall } from '../presenter.ts';
import { type Message, Messenger } from './messenger.ts';
import { allOutcomes, deleteOutcome, insertOutcome, updateOutcome } from './repository.ts';
import { failureOf, verdictOn } from './verdict.ts';

interface CommandOutcomesOptions {
  readonly gateway: Gateway;
  readonly storage: Storage;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** How a call of an endpoint is shown. */
  view(siteId: string): CallView;
}

/** What a program that makes a call wants to be told. */
export interface OutcomeWish {
  readonly endpointId: string;
  readonly successUrl?: string | undefined;
  /** Default: successUrl. */
  readonly failureUrl?: string | undefined;
  /** It succeeds when it was bridged, not when it is answered. */
  readonly bridge: boolean;
}

/** A command whose outcome is still open. */
export class Command {
  readonly row: CommandOutcomeRow;
  readonly bridge: boolean;
  call: Call | undefined;
  settled = false;

  constructor(row: CommandOutcomeRow, bridge: boolean) {
    this.row = row;
    this.bridge = bridge;
  }
}

/** Tells programs what became of the calls that they made: by a request to the URL that came with the command. */
export class CommandOutcomes {
  readonly #o: CommandOutcomesOptions;
  readonly #messenger: Messenger;
  readonly #queue: ChangeQueue<CommandOutcomeRow>;
  /** By id of their call. */
  readonly #open = new Map<string, Command>();
  #unsubscribe: (() => void) | undefined;

  constructor(o: CommandOutcomesOptions) {
    const { clock, log } = o;
    this.#o = o;
    this.#messenger = new Messenger(o);
    this.#queue = new ChangeQueue({
      clock,
      log,
      save: (rows) => this.#save(rows),
      describe: ({ outcomeId }) => ({ outcomeId }),
    });
  }

  /** Sends what an earlier run has left; what it had not finished has failed. */
  async start(): Promise<void> {
    this.#unsubscribe = this.#o.gateway.pbx.onCallChanged((call) => this.#changed(call));
    for (const row of await allOutcomes(this.#o.storage)) {
      if (isMessage(row)) this.#messenger.send(row);
      else this.#queue.add(this.#failure(row, new ApiError('pbx_unavailable', 'The server stopped before the end.')));
    }
  }

  /** To be called when the PBX is closed: that ends what is open. */
  async close(): Promise<void> {
    this.#unsubscribe?.();
    await this.#queue.close();
    await this.#messenger.close();
  }

  /** @throws NotificationError when requests may not go there */
  check({ successUrl, failureUrl }: Pick<OutcomeWish, 'successUrl' | 'failureUrl'>): void {
    if (successUrl) this.#o.sender.check(successUrl, 'successUrl');
    if (failureUrl) this.#o.sender.check(failureUrl, 'failureUrl');
  }

  /** Notes on disk that somebody wants to be told; undefined when nobody does. */
  async open({ principalId }: Caller, o: OutcomeWish): Promise<Command | undefined> {
    const { endpointId, bridge } = o;
    const [successUrl, failureUrl] = [o.successUrl || null, o.failureUrl || o.successUrl || null];
    if (failureUrl === null) return undefined;
    const [outcomeId, createdOn] = [this.#o.ids.hex(), this.#o.clock.now()];
    const empty = { url: null, body: null, attempts: 0 };
    const row = { outcomeId, principalId, endpointId, successUrl, failureUrl, createdOn, ...empty };
    await this.#o.storage.transaction((tx) => insertOutcome(tx, row));
    return new Command(row, bridge);
  }

  /** From now on the call's changes decide. */
  watch(command: Command | undefined, call: Call): void {
    if (command === undefined || command.settled) return;
    this.#open.set(call.callId, command);
    this.#changed(call);
  }

  fail(command: Command | undefined, error: unknown): void {
    if (command === undefined || command.settled) return;
    this.#settle(command, this.#failure(command.row, toApiError(error), command.call));
  }

  #changed(call: Call): void {
    const command = this.#open.get(call.callId);
    if (command === undefined || command.row.endpointId !== call.endpointId) return;
    command.call = call;
    const verdict = verdictOn(call, command.bridge);
    if (verdict === 'failure') this.fail(command, failureOf(call));
    if (verdict === 'success') this.#settle(command, this.#success(command.row, call));
  }

  #settle(command: Command, row: CommandOutcomeRow): void {
    command.settled = true;
    if (command.call !== undefined) this.#open.delete(command.call.callId);
    this.#queue.add(row);
  }

  #success(row: CommandOutcomeRow, call: Call): CommandOutcomeRow {
    const { endpointId, successUrl } = row;
    const body = { outcome: 'success', endpointId, call: this.#present(call) };
    return { ...row, url: successUrl, body: JSON.stringify(body) };
  }

  #failure(row: CommandOutcomeRow, error: ApiError, call?: Call): CommandOutcomeRow {
    const { endpointId, failureUrl } = row;
    const told = call === undefined ? {} : { call: this.#present(call) };
    const body = { outcome: 'failure', endpointId, error: errorBody(error), ...told };
    return { ...row, url: failureUrl, body: JSON.stringify(body) };
  }

  #present(call: Call): object {
    const siteId = this.#o.gateway.entry(call.endpointId)?.siteId ?? '';
    return presentCall(call, this.#o.view(siteId));
  }

  async #save(rows: readonly CommandOutcomeRow[]): Promise<void> {
    await this.#o.storage.transaction(async (tx) => {
      for (const row of rows) {
        const { outcomeId, url, body } = row;
        await (isMessage(row) ? updateOutcome(tx, outcomeId, { url, body }) : deleteOutcome(tx, outcomeId));
      }
    });
    for (const row of rows) if (isMessage(row)) this.#messenger.send(row);
  }
}

/** Without a URL nobody wants to hear of it. */
function isMessage(row: CommandOutcomeRow): row is Message {
  return row.url !== null && row.body !== null;
}
