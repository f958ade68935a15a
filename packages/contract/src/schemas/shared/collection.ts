import { type TSchema, Type } from 'typebox';
import { PageLinks } from './links.ts';

/** A page of a list. `count` is the number of items on this page (contract section 1, "HAL shapes"). */
export function collection<const S extends TSchema>(itemSchema: S) {
  return Type.Object({
    count: Type.Integer({ minimum: 0, description: 'Number of items on this page' }),
    _links: PageLinks,
    _embedded: Type.Object({ items: Type.Array(itemSchema) }),
  });
}

/** Example of a page with these items and nothing after it. */
export function collectionExample<const T>(self: string, items: readonly T[]) {
  return { count: items.length, _links: { self }, _embedded: { items } };
}
