export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member `name` of an object, or undefined. Own members only: a filter never reaches a prototype. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The element of an array; a negative index counts from the end (RFC 9535 section 2.3.3.2). */
export function element(value: Json | undefined, index: number): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  return value[index < 0 ? value.length + index : index];
}
