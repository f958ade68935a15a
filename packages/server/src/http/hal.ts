/** A collection as the contract shapes it (section 1, "HAL shapes"): `count` is the number of items on this page. */
export interface Collection<Item> {
  readonly count: number;
  readonly _links: { readonly self: string; readonly next?: string };
  readonly _embedded: { readonly items: readonly Item[] };
}

export function collection<Item>(self: string, items: readonly Item[], next?: string): Collection<Item> {
  return {
    count: items.length,
    _links: { self, ...(next === undefined ? {} : { next }) },
    _embedded: { items },
  };
}
