import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { type Operation, operations, path } from '../src/index.ts';
import { mediaOperations } from './media-operations.ts';

const all: [string, Operation][] = Object.entries(operations);

const parametersIn = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const propertiesOf = (schema: object | undefined) =>
  Object.keys((schema as { properties?: object } | undefined)?.properties ?? {}).sort();

describe.each(all)('%s', (key, operation) => {
  it('has its key as id', () => {
    expect(operation.id).toBe(key);
  });

  it('has params that match its paths', () => {
    for (const template of [operation.path, ...(operation.aliases ?? [])]) {
      expect(parametersIn(template)).toEqual(propertiesOf(operation.params));
    }
  });

  it('has a valid example of its body', () => {
    if (operation.body === undefined) return expect(operation.example).toBeUndefined();
    expect([...Value.Errors(operation.body, operation.example)]).toEqual([]);
  });

  it('has a valid example of each answer', () => {
    expect(Object.keys(operation.responses)).not.toEqual([]);
    for (const response of Object.values(operation.responses)) {
      if (response.schema === undefined) expect(response.example).toBeUndefined();
      else expect([...Value.Errors(response.schema, response.example)]).toEqual([]);
    }
  });
});

describe('the operations together', () => {
  it('share no method and path', () => {
    const routes = all.flatMap(([, operation]) =>
      [operation.path, ...(operation.aliases ?? [])].map(
        (path) => `${operation.method} ${path.replace(/\{\w+\}/g, '{}')}`,
      ),
    );
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(mediaOperations)('contain %s %s as %s', (method, path, id) => {
    expect(operations[id]).toMatchObject({ id, method, path, api: 'media' });
  });

  it('contain no other media operation but the older history route', () => {
    const media = all.filter(([, operation]) => operation.api === 'media').map(([id]) => id);
    expect(media.sort()).toEqual(['getCalls', ...mediaOperations.map(([, , id]) => id)].sort());
  });
});

describe('path', () => {
  it('puts the parameters in, encoded', () => {
    expect(path(operations.getEndpointCall, { endpointId: '*80#', callId: 'endpoints/2880/calls/23' })).toBe(
      '/2017-09-01/endpoints/*80%23/calls/endpoints%2F2880%2Fcalls%2F23',
    );
  });

  it('needs none where there is none', () => {
    expect(path(operations.createToken)).toBe('/2017-09-01/token');
  });
});
