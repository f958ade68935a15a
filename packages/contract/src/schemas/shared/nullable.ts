import { type TSchema, Type } from 'typebox';

/** The value or null; clients clear a field by sending null. */
export function nullable<const S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}
