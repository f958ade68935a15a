import { Type } from 'typebox';

/** Links are root-relative strings, not objects (contract section 1, "HAL shapes"). */
export const SelfLink = Type.Object({
  self: Type.String({ description: 'Path of this resource' }),
});

export const PageLinks = Type.Object({
  self: Type.String({ description: 'Path of this page' }),
  next: Type.Optional(Type.String({ description: 'Path of the next page; absent on the last one' })),
});
