import { compilePublicationFilter, requiredKeys, type Scalar } from '../filters/index.ts';
import { seesWholeAccount } from '../policy.ts';
import type { Subscription } from './subscription-entry.ts';

/**
 * Where an index may keep a subscription: every publication that matches it comes by one of the place's keys.
 * `owner`: users of whom the publication is. `subject`: literal texts in the subject. `member`: values of a member.
 */
export type Place =
  | { readonly kind: 'owner'; readonly keys: readonly string[] }
  | { readonly kind: 'subject'; readonly keys: readonly string[] }
  | {
      readonly kind: 'member';
      readonly path: readonly string[];
      readonly pathKey: string;
      readonly keys: readonly string[];
    };

/** All places that would do; the index takes the emptiest. */
export function placesOf(subscription: Subscription): Place[] {
  const places: Place[] = [];
  if (!seesWholeAccount(subscription.role)) places.push({ kind: 'owner', keys: [subscription.principalId] });
  const subjectKeys = requiredKeys(subscription.subjectFilter);
  if (subjectKeys) places.push({ kind: 'subject', keys: [...new Set(subjectKeys)] });
  if (subscription.publicationFilter !== undefined) {
    for (const { path, values } of compilePublicationFilter(subscription.publicationFilter).terms) {
      const keys = [...new Set(values.map(valueKey))];
      places.push({ kind: 'member', path, pathKey: JSON.stringify(path), keys });
    }
  }
  return places;
}

/** Tells `1` from `'1'`. */
export function valueKey(value: Scalar): string {
  return typeof value === 'string' ? `'${value}` : String(value);
}
