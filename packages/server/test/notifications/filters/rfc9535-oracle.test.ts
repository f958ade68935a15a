import fc from 'fast-check';
import { JSONPathEnvironment } from 'json-p3';
import { expect, test } from 'vitest';
import { compilePublicationFilter, type JsonObject } from '../../../src/notifications/filters/index.ts';

const oracle = new JSONPathEnvironment();
const names = fc.constantFrom('a', 'b', 'c', 'publications');
const scalars = fc.constantFrom<(null | boolean | number | string)[]>(
  null,
  true,
  false,
  0,
  1,
  -2,
  1.5,
  '',
  'a',
  'b',
  'ab',
);

const documents: fc.Arbitrary<JsonObject> = fc.letrec<{ node: unknown; object: unknown }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalars,
    tie('object'),
    fc.array(tie('node'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('node'), { maxKeys: 3 }),
})).object as fc.Arbitrary<JsonObject>;

const literal = scalars.map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value)));
const shorthand = names.map((name) => `.${name}`);
const singularSegment = fc.oneof(
  shorthand,
  names.map((name) => `["${name}"]`),
  fc.integer({ min: -3, max: 3 }).map((index) => `[${index}]`),
);
const bound = fc.option(fc.integer({ min: -4, max: 4 }), { nil: '' });
const slice = fc.tuple(bound, bound, bound).map(([start, end, step]) => `${start}:${end}:${step}`);
const singular = fc
  .tuple(fc.constantFrom('@', '$.publications[0]'), fc.array(singularSegment, { maxLength: 3 }))
  .map(([root, segments]) => root + segments.join(''));

const { condition, query } = fc.letrec<{
  condition: string;
  query: string;
  selector: string;
  filterSelector: string;
  operand: string;
}>((tie) => ({
  selector: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant('*'),
    names.map((name) => `'${name}'`),
    fc.integer({ min: -3, max: 3 }).map(String),
    slice,
  ),
  // The oracle takes no further selector after a filter that stands inside a function.
  filterSelector: tie('condition').map((text) => `?${text}`),
  query: fc
    .tuple(
      fc.constantFrom('@', '$'),
      fc.array(
        fc.oneof(
          singularSegment,
          fc.constantFrom('.*', '..*', '..a', '..[0]'),
          fc.array(tie('selector'), { minLength: 1, maxLength: 2 }).map((selectors) => `[${selectors.join(', ')}]`),
          tie('filterSelector').map((selector) => `[${selector}]`),
          fc.tuple(tie('selector'), tie('filterSelector')).map((selectors) => `[${selectors.join(', ')}]`),
        ),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([root, segments]) => root + segments.join('')),
  operand: fc.oneof(
    literal,
    singular,
    singular.map((path) => `length(${path})`),
    tie('query').map((path) => `count(${path})`),
    tie('query').map((path) => `value(${path})`),
  ),
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tie('query'),
    fc
      .tuple(tie('operand'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('operand'))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc
      .tuple(fc.constantFrom('match', 'search'), singular, fc.constantFrom('a', 'a|b', 'a.?', '[ab]+', ''))
      // Only texts match; the oracle turns lists into texts first.
      .map(([name, path, pattern]) => `(${path} >= '' && ${name}(${path}, '${pattern}'))`),
    tie('query').map((path) => `!${path}`),
    tie('condition').map((text) => `!(${text})`),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => `${left} && ${right}`),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => `(${left} || ${right})`),
  ),
}));

function agrees(filter: string, publication: JsonObject): void {
  let exhausted = false;
  const found = compilePublicationFilter(filter).test(publication, () => {
    exhausted = true;
  });
  if (exhausted) return;
  const expected = oracle.query(filter, { publications: [publication] }).values().length > 0;
  expect(found, `${filter} over ${JSON.stringify(publication)}`).toBe(expected);
}

/** In a filter inside a filter the oracle takes `$` for the outer filter's node, where RFC 9535 means the document. */
function hasNestedRoot(filter: string): boolean {
  const brackets: boolean[] = [];
  return [...filter].some((char, index) => {
    if (char === '[') brackets.push(false);
    if (char === ']') brackets.pop();
    if (char === '?') brackets[brackets.length - 1] = true;
    return char === '$' && index > 0 && brackets.filter(Boolean).length > 1;
  });
}

const fits = (filter: string) => filter.length <= 1_024 && !hasNestedRoot(filter);

test('generated conditions say what an independent implementation of RFC 9535 says', () => {
  fc.assert(
    fc.property(condition, documents, (text, publication) => {
      const filter = `$.publications[?${text}]`;
      fc.pre(fits(filter));
      agrees(filter, publication);
    }),
    { numRuns: 1_500 },
  );
});

test('generated paths select something when an independent implementation says so', () => {
  fc.assert(
    fc.property(query, documents, (text, publication) => {
      const filter = text.replace(/^@/, '$');
      fc.pre(fits(filter));
      agrees(filter, publication);
    }),
    { numRuns: 1_000 },
  );
});

test('whatever the text, the answer is a filter or a FilterError with a position inside it', () => {
  const pieces = fc.constantFrom(
    ...'$@.[]()?!&|=<>\'"*,:- \\/~09ax'.split(''),
    '&&',
    '==',
    'in',
    'length',
    '.indexOf(',
    '$..',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const filter = `$[?${parts.join('')}`;
      try {
        compilePublicationFilter(filter).test({ a: 1 });
      } catch (error) {
        expect(error).toMatchObject({ name: 'FilterError', position: expect.any(Number) });
        expect((error as { position: number }).position).toBeLessThanOrEqual(filter.length);
      }
    }),
    { numRuns: 3_000 },
  );
});
