import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

/** CloudLink's own description of the Media API (Swagger 2), which is not ours to publish; beside the repository. */
const file = new URL('../../../../../shared/contract/media-swagger.json', import.meta.url);

interface Response {
  readonly $ref?: string;
  readonly schema?: object;
}

interface SwaggerDocument {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { operationId: string; responses: Record<string, Response> }>>>
  >;
  readonly definitions: Readonly<Record<string, object>>;
}

/** False, with one line that says so, where the description is not. */
export function haveSwagger(): boolean {
  const have = existsSync(file);
  if (!have) console.warn('skipped: ../shared/contract/media-swagger.json is not beside the repository');
  return have;
}

/** Judges answers by the description's own schemas. */
export class Swagger {
  readonly #document: SwaggerDocument = JSON.parse(readFileSync(file, 'utf8'));
  readonly #ajv = formats.default(new Ajv({ strict: false, allErrors: true }));
  readonly #checks = new Map<string, ValidateFunction>();

  get operationIds(): string[] {
    return Object.values(this.#document.paths).flatMap((path) => Object.values(path).map((one) => one.operationId));
  }

  /** What is wrong with an answer; undefined: nothing. Where the description has no body, none may come. */
  faultOf(operationId: string, { status, body }: { status: number; body: unknown }): string | undefined {
    const response = this.#responseOf(operationId, status);
    if (response === undefined) return `${operationId} may not answer ${status}`;
    const { schema } = response;
    // Errors are described once for all; a PUT without a described body may be answered with the call.
    if (schema === undefined)
      return status < 400 ? undefined : this.#fault('error', { $ref: '#/definitions/error' }, body);
    return this.#fault(`${operationId} ${status}`, schema, body);
  }

  #responseOf(operationId: string, status: number): Response | undefined {
    const operations = Object.values(this.#document.paths).flatMap((path) => Object.values(path));
    return operations.find((one) => one.operationId === operationId)?.responses[status];
  }

  /** Swagger 2 schemas are JSON Schema of draft 4 as far as this file goes; references lead into `definitions`. */
  #fault(name: string, schema: object, body: unknown): string | undefined {
    const definitions = unfold(this.#document.definitions);
    const check = this.#checks.get(name) ?? this.#ajv.compile({ ...{ allOf: [schema] }, definitions });
    this.#checks.set(name, check);
    return check(body) ? undefined : `${name}: ${this.#ajv.errorsText(check.errors)}`;
  }
}

interface Definition {
  readonly $ref?: string;
  readonly allOf?: readonly Definition[];
  readonly properties?: object;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** Joined by allOf with a part that is closed, as participants are, nothing could be valid: the parts are meant as one. */
function unfold(definitions: Readonly<Record<string, Definition>>): Record<string, Definition> {
  const whole = (one: Definition): Definition => {
    const named = one.$ref === undefined ? one : definitions[one.$ref.replace('#/definitions/', '')]!;
    if (named.allOf === undefined) return named;
    const { allOf, ...own } = named;
    const parts = [...allOf.map(whole), own];
    return {
      ...Object.assign({}, ...parts),
      properties: Object.assign({}, ...parts.map(({ properties }) => properties)),
      required: [...new Set(parts.flatMap(({ required }) => required ?? []))],
    };
  };
  return Object.fromEntries(Object.entries(definitions).map(([name, one]) => [name, whole(one)]));
}
