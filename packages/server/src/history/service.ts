import type { Clock } from '../clock.ts';
import { ApiError, type Caller, type Expression, type ODataQuery, positionToken } from '../http/index.ts';
import { shortCallId } from '../media/index.ts';
import type { CallRecordRow, Storage } from '../storage/index.ts';
import { pageOrder } from './fields.ts';
import { policy, type Relation, reachOf } from './policy.ts';
import { withWholePrincipals } from './principal.ts';
import { readCall, readLastCaller, readPage, readToHide, setHidden } from './repository.ts';

/** Records hidden in one transaction. */
const BATCH = 500;

export interface HistoryPage {
  readonly rows: readonly CallRecordRow[];
  /** $skiptoken of the next page. */
  readonly next: string | undefined;
}

/** Calls that are over (contract section 4). */
export class HistoryService {
  readonly #storage: Storage;
  readonly #clock: Clock;

  constructor(storage: Storage, clock: Clock) {
    this.#storage = storage;
    this.#clock = clock;
  }

  async list(caller: Caller, odata: ODataQuery): Promise<HistoryPage> {
    const found = await readPage(this.#storage, reachOf(caller), odata);
    const rows = found.slice(0, odata.top);
    const last = rows.at(-1);
    const more = found.length > odata.top && last !== undefined;
    return { rows, next: more ? positionToken(last, odata, pageOrder) : undefined };
  }

  /** For the telephone that wants to call back. */
  async lastCaller(entry: { userId: string; endpointId: string } | undefined): Promise<string | undefined> {
    return entry === undefined ? undefined : await readLastCaller(this.#storage, entry);
  }

  /** Records of one call that the caller sees in the list. @throws ApiError unknown_call */
  async ofCall(caller: Caller, callId: string): Promise<CallRecordRow[]> {
    const rows = await readCall(this.#storage, caller.accountId, shortCallId(callId));
    const wholeAccount = reachOf(caller).kind === 'account';
    const seen = rows.filter((row) => (isOwn(caller, row) ? row.hidden === 0 : wholeAccount));
    if (seen.length === 0) throw unknownCall(callId);
    return seen;
  }

  /** Hides own records from the own list, or shows them again, in small transactions. */
  async hide(caller: Caller, filter: Expression | undefined, hidden: boolean): Promise<void> {
    const question = {
      userId: caller.principalId,
      filter: filter === undefined ? undefined : withWholePrincipals(filter),
      hidden,
      until: this.#clock.now(),
    };
    let last: Pick<CallRecordRow, 'createdOn' | 'recordId'> | undefined;
    do {
      const rows = await readToHide(this.#storage, question, last, BATCH);
      last = rows.length < BATCH ? undefined : rows.at(-1);
      const ids = rows.map(({ recordId }) => recordId);
      if (ids.length > 0) await this.#storage.transaction((tx) => setHidden(tx, ids, hidden));
    } while (last !== undefined);
  }

  /** @throws ApiError unknown_call, forbidden */
  async hideCall(caller: Caller, callId: string, hidden: boolean): Promise<void> {
    const rows = await readCall(this.#storage, caller.accountId, shortCallId(callId));
    const seen = reachOf(caller).kind === 'account' ? rows : rows.filter((row) => isOwn(caller, row));
    if (seen.length === 0) throw unknownCall(callId);
    const relation = (row: CallRecordRow): Relation => (isOwn(caller, row) ? 'own' : 'account');
    const own = seen.filter((row) => policy.hide[relation(row)] !== 'nobody');
    if (own.length === 0) {
      throw new ApiError('forbidden', 'Records are hidden from the own list alone; this call was of another user.', {
        param: 'callId',
      });
    }
    await this.#storage.transaction((tx) =>
      setHidden(
        tx,
        own.map(({ recordId }) => recordId),
        hidden,
      ),
    );
  }
}

function isOwn({ principalId }: Caller, { userId }: CallRecordRow): boolean {
  return userId === principalId;
}

function unknownCall(callId: string): ApiError {
  const words = `There is no record of a call ${callId.slice(0, 60)}; it may not be over, or was deleted after its time.`;
  return new ApiError('unknown_call_record', words, { param: 'callId' });
}
