import { BASE_PATH } from './names.ts';
import type { Operation, ParamsOf } from './operation.ts';

type PathArguments<O extends Operation> = ParamsOf<O> extends undefined ? [] : [params: ParamsOf<O>];

/**
 * Path of an operation from the host on, parameters encoded: `path(operations.getEndpoint, { endpointId: '2880' })` is
 * `/2017-09-01/endpoints/2880`.
 */
export function path<const O extends Operation>(operation: O, ...args: PathArguments<O>): string {
  const params: Readonly<Record<string, unknown>> = args[0] ?? {};
  // Literal, name, literal, name, …
  return partsOf(operation.path)
    .map((part, index) => (index % 2 === 0 ? part : encodeURIComponent(String(params[part]))))
    .join('');
}

/** By path of the operation; they are as many as the contract has operations. */
const known = new Map<string, readonly string[]>();

function partsOf(template: string): readonly string[] {
  const parts = known.get(template) ?? (BASE_PATH + template).split(/[{}]/);
  known.set(template, parts);
  return parts;
}
