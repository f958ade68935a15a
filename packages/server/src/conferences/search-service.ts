import { type ContentResult, conferenceSubject, participantSubject, recordingSubject } from '@cordboard/contract';
import { badRequest, type Caller, type ODataQuery, seesAccount } from '../http/index.ts';
import type { Storage } from '../storage/index.ts';
import { policy } from './policy.ts';
import { type Finding, searchConferences, searchParticipants, searchRecordings } from './search-repository.ts';

/** Nobody reads further, and each kind is read from its start. */
const DEEPEST = 10_000;

/** Looks into the names of conferences and participants, and the labels of recordings. */
export class SearchService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async search(caller: Caller, odata: ODataQuery): Promise<{ results: ContentResult[]; more: boolean }> {
    const words = (odata.search ?? '').split(/\s+/).filter((word) => word !== '');
    if (words.length === 0) throw badRequest('$search', '$search needs a word to look for.');
    const { accountId, principalId } = caller;
    const reach = seesAccount(caller, policy) ? { accountId } : { accountId, userId: principalId };
    const end = odata.skip + odata.top;
    const limit = Math.min(end + 1, DEEPEST);
    const results = [
      ...(await searchConferences(this.#storage, reach, words, limit)).map((one) => present('conference', one)),
      ...(await searchParticipants(this.#storage, reach, words, limit)).map((one) => present('participant', one)),
      ...(await searchRecordings(this.#storage, reach, words, limit)).map((one) => present('recording', one)),
    ];
    return { results: results.slice(odata.skip, end), more: results.length > end };
  }
}

const locations: Readonly<Record<ContentResult['type'], (finding: Finding) => string>> = {
  conference: ({ conferenceId }) => conferenceSubject(conferenceId),
  participant: ({ conferenceId, id }) => participantSubject(conferenceId, id),
  recording: ({ id }) => recordingSubject(id),
};

function present(type: ContentResult['type'], finding: Finding): ContentResult {
  const { content, conferenceId } = finding;
  const conference = conferenceSubject(conferenceId);
  return { content, location: locations[type](finding), type, _links: { conference } };
}
