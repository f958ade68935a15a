import { BASE_PATH } from './names.ts';
import type { Operation, ParamsOf } from './operation.ts';

type PathArguments<O extends Operation> = ParamsOf<O> extends undefined ? [] : [params: ParamsOf<O>];

/**
 * Path of an operation from the host on, parameters encoded: `path(operations.getEndpoint, { endpointId: '2880' })` is
 * `/2017-09-01/endpoints/2880`.
 */
export function path<const O extends Operation>(operation: O, ...args: PathArguments<O>): string {
  const params: Readonly<Record<string, unknown>> = args[0] ?? {};
  return (
    BASE_PATH + operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  );
}
