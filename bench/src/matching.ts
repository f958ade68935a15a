import {
  compilePublicationFilter,
  compileSubjectFilter,
  type JsonObject,
} from '../../packages/server/src/notifications/filters/index.ts';
import { type MatchedPublication, SubscriptionIndex } from '../../packages/server/src/notifications/matching/index.ts';
import type { Benchmark, Outcome, RunOptions } from './support/benchmark.ts';
import { silentPublications } from './support/silent-publications.ts';
import { silentSubscriptions } from './support/silent-subscriptions.ts';
import { median } from './support/statistics.ts';

/** Subscriptions. The last is to cost less than twice what the one before costs. */
const SIZES = [10, 1_000, 100_000] as const;

/** Matches one publication; gives how many subscriptions want it. */
type Match = (publication: MatchedPublication) => number;

/** Publications against subscriptions that do not want them, which is what nearly all matching is. */
export const matching: Benchmark = {
  name: 'matching',
  title: 'publications against 10 to 100,000 subscriptions that do not match',
  run,
};

async function run({ quick }: RunOptions): Promise<Outcome> {
  const publications = silentPublications(1_000);
  const { rounds, forMs } = quick ? { rounds: 3, forMs: 100 } : { rounds: 15, forMs: 300 };
  // A hundred thousand compiled filters take seconds and a gigabyte: not in a quick run.
  const scanned = quick ? SIZES.slice(0, -1) : SIZES;
  const contenders = SIZES.map((size) => ({
    index: indexOf(size),
    scan: scanned.includes(size) ? scanOf(size) : undefined,
  }));
  for (const { index } of contenders) microsecondsEach(index, publications, forMs);
  const times = SIZES.map(() => ({ index: [] as number[], scan: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    contenders.forEach(({ index, scan }, which) => {
      times[which]?.index.push(microsecondsEach(index, publications, forMs));
      if (scan !== undefined) times[which]?.scan.push(microsecondsEach(scan, publications, forMs));
    });
  }
  const [, some, many] = times.map(({ index }) => index) as [number[], number[], number[]];
  return {
    comparisons: [
      ...times.slice(0, scanned.length).map(({ index, scan }, which) => ({
        measure: `publications matched, ${SIZES[which]?.toLocaleString('en')} subscriptions`,
        unit: '/s',
        ours: 1e6 / median(index),
        reference: 1e6 / median(scan),
        ratio: median(scan.map((time, round) => time / (index[round] as number))),
        against: 'linear scan of compiled filters',
      })),
      {
        measure: 'time of one publication, 100,000 subscriptions',
        unit: 'µs',
        ours: median(many),
        reference: median(some),
        ratio: median(many.map((time, round) => time / (some[round] as number))),
        against: 'the same index with 1,000 subscriptions',
        aim: { of: 'ratio', below: 2 },
      },
    ],
    references: { node: process.version },
    details: { rounds, publications: publications.length },
  };
}

function indexOf(count: number): Match {
  const index = new SubscriptionIndex();
  for (const subscription of silentSubscriptions(count)) index.add(subscription);
  return (publication) => index.match(publication, 0).length;
}

/** What matching is without an index: every filter of every subscription, cheap questions first. */
function scanOf(count: number): Match {
  const entries = silentSubscriptions(count).map(({ principalId, role, subjectFilter, publicationFilter }) => ({
    owner: role === 'USER' ? principalId : undefined,
    subject: compileSubjectFilter(subjectFilter),
    publication: publicationFilter === undefined ? undefined : compilePublicationFilter(publicationFilter),
  }));
  return (publication) => {
    const document: JsonObject = { ...publication, publisher: { ...publication.publisher } };
    const { principalId } = publication.content;
    const wants = (entry: (typeof entries)[number]) =>
      (entry.owner === undefined || entry.owner === principalId) &&
      entry.subject.test(publication.subject) &&
      (entry.publication === undefined || entry.publication.test(document, () => {}));
    return entries.filter(wants).length;
  };
}

/** @throws Error when one matched: then it is not what it says it measures */
function microsecondsEach(match: Match, publications: readonly MatchedPublication[], forMs: number): number {
  const start = performance.now();
  let elapsed = 0;
  let done = 0;
  for (; elapsed < forMs; elapsed = performance.now() - start) {
    if (match(publications[done % publications.length] as MatchedPublication) !== 0) throw new Error('one matched');
    done += 1;
  }
  return (elapsed / done) * 1_000;
}
