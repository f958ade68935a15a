import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { type Operation, openApi, operations, publications } from '../src/index.ts';

interface Parameter {
  name: string;
  in: string;
  required: boolean;
}
interface DocumentOperation {
  operationId: string;
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, object>;
  security?: object[];
  'x-planned'?: boolean;
  'x-cordboard'?: boolean;
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, DocumentOperation>>;
  webhooks: object;
}

const document = JSON.parse(JSON.stringify(openApi({ serverUrl: 'https://pbx.example.com/' }))) as Document;
const all: [string, Operation][] = Object.entries(operations);

/** Follows a local reference; undefined when nothing is there. */
function resolve(ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
}

function refsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : refsIn(value),
  );
}

describe.each(all)('%s in the document', (id, operation) => {
  const paths = [operation.path, ...(operation.aliases ?? [])];
  const found = paths.map((path) => document.paths[path]?.[operation.method.toLowerCase()]);

  it('is there under each path', () => {
    expect(found[0]).toMatchObject({ operationId: id });
    for (const entry of found) expect(entry).toBeDefined();
  });

  it('declares the parameters of the path', () => {
    for (const [index, path] of paths.entries()) {
      const declared = found[index]!.parameters.filter((parameter) => 'in' in parameter && parameter.in === 'path');
      expect(declared.map((parameter) => `{${(parameter as Parameter).name}}`).sort()).toEqual(
        (path.match(/\{\w+\}/g) ?? []).sort(),
      );
    }
  });

  it('has its OData options, media types, answers and marks', () => {
    const entry = found[0]!;
    const names = entry.parameters.map((parameter) =>
      '$ref' in parameter ? (resolve(parameter.$ref) as Parameter).name : parameter.name,
    );
    expect(names).toEqual(expect.arrayContaining([...(operation.odata ?? [])]));
    expect(Object.keys(entry.requestBody?.content ?? {})).toEqual(
      operation.body === undefined ? [] : (operation.consumes ?? ['application/json']),
    );
    const statuses = [...Object.keys(operation.responses), ...operation.errors.map(String), '500', 'default'];
    expect(Object.keys(entry.responses)).toEqual(expect.arrayContaining(statuses));
    expect(entry['x-planned']).toBe(operation.planned);
    expect(entry['x-cordboard']).toBe(operation.ours);
    expect(entry.security).toEqual(operation.access === 'public' ? [] : undefined);
  });
});

describe('the document', () => {
  it('is OpenAPI 3.1 at the given server', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.servers).toEqual([{ url: 'https://pbx.example.com/2017-09-01' }]);
    expect(openApi()).toMatchObject({ servers: [{ url: '/2017-09-01' }] });
  });

  it('is valid by the schema of OpenAPI 3.1', async () => {
    expect(await new Validator().validate(openApi())).toEqual({ valid: true });
  });

  it('has unique operation ids', () => {
    const ids = Object.values(document.paths).flatMap((item) => Object.values(item).map((entry) => entry.operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a target for every reference', () => {
    const refs = new Set(refsIn(document));
    expect(refs.size).toBeGreaterThan(30);
    expect([...refs].filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  it('names the entities once', () => {
    expect(refsIn(document.paths)).toEqual(
      expect.arrayContaining(
        ['Call', 'User', 'Endpoint', 'Subscription'].map((name) => `#/components/schemas/${name}`),
      ),
    );
  });

  it('tells subscribers what they receive', () => {
    expect(Object.keys(document.webhooks)).toEqual(Object.keys(publications));
  });
});
