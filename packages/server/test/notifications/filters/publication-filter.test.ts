import { describe, expect, test } from 'vitest';
import { compilePublicationFilter, FilterError, type JsonObject } from '../../../src/notifications/filters/index.ts';

const publication: JsonObject = {
  publicationId: 'p-1',
  topic: 'platform-api-media',
  method: 'PUT',
  subject: '/2017-09-01/endpoints/2880/calls/23',
  publisher: { accountId: 'a-1', principalId: 'u-1' },
  content: {
    state: 'ringing',
    cause: 'newCall',
    from: '+16135550100',
    body: 'hello world',
    ringTime: 5,
    completed: false,
    nothing: null,
    "odd name's": 'x',
    tags: ['a', 'b', 3],
    parties: [{ number: '2880', muted: true }, { number: '2881' }],
    smile: '😀😀',
    extraPbxData: { alertingDevice: '2880' },
  },
};

/** Each condition stands in `$.publications[?(...)]`. */
const conditions: readonly (readonly [condition: string, expected: boolean])[] = [
  // Both dialects
  ["@.content.state == 'ringing'", true],
  ["@.content.state == 'held'", false],
  ["@['content']['state'] == \"ringing\"", true],
  ["'ringing' == @.content.state", true],
  ["@.content.state != 'held'", true],
  ['@.content.ringTime > 4 && @.content.ringTime <= 5', true],
  ['@.content.ringTime < 5 || @.content.ringTime >= 6', false],
  ["@.content.from > '+16' && @.content.from < '+17'", true],
  ['@.content.ringTime == 5.0', true],
  ['@.content.ringTime == 0.5e1', true],
  ["@.content.ringTime == '5'", false],
  ['@.content.nothing == null', true],
  ['@.content.completed == false', true],
  ['@.content.missing == null', false],
  ['@.content.tags[0] == @.content.tags[-3]', true],
  ['@.content.tags == $.publications[0].content.tags', true],
  ['@.content.extraPbxData.alertingDevice == @.content.parties[0].number', true],
  ["@.method == 'PUT' && @.publisher.accountId == 'a-1'", true],
  // RFC 9535: a path alone asks for existence
  ['@.content.body', true],
  ['@.content.completed', true],
  ['@.content.missing', false],
  ['!@.content.missing', true],
  ['!(@.content.state == "ringing")', false],
  ['!!@.content.body', true],
  ['@.content.parties[?@.muted]', true],
  ['@.content.parties[*].number', true],
  ['@..alertingDevice', true],
  ['@.content.tags[1:3]', true],
  ['@.content.tags[5:]', false],
  // RFC 9535 functions
  ['length(@.content.tags) == 3', true],
  ['length(@.content.smile) == 2', true],
  ['length(@.content.ringTime) == 1', false],
  ['count(@.content.parties[*]) == 2', true],
  ['count(@.content.parties[?count(@.*) == 2]) == 1', true],
  ["value(@..alertingDevice) == '2880'", true],
  ["value(@..number) == '2880'", false],
  ["match(@.content.from, '[+]1613.*')", true],
  ["match(@.content.from, '1613.*')", false],
  ["search(@.content.from, '613')", true],
  ["!search(@.content.from, '514')", true],
  ['match(@.content.state, @.content.state)', true],
  // The older dialect
  ["@.content.state === 'ringing'", true],
  ["@.content.state !== 'ringing'", false],
  ["@.content.body && @.content.body.indexOf('world') >= 0", true],
  ["@.content.missing && @.content.missing.indexOf('world') >= 0", false],
  ["@.content.missing.indexOf('world') >= 0", false],
  ["@.content.body.indexOf('world') == 6", true],
  ["@.content.body.indexOf('moon') == -1", true],
  ["@.content.tags.indexOf('b') === 1", true],
  ["@.content.body.includes('lo w')", true],
  ["!@.content.body.includes('lo w')", false],
  ['@.content.tags.includes(3)', true],
  ["@.content.from.startsWith('+1613')", true],
  ["@.content.from.endsWith('0100') && !@.content.from.endsWith('0101')", true],
  ["@.content.extraPbxData['alertingDevice'].startsWith('28')", true],
  ['@.content.body.length == 11', true],
  ['@.content.tags.length > 2', true],
  ['@.content.smile.length == 4', true],
  ['@.content.ringTime.length > 0', false],
  ['@.content.body =~ /WORLD$/i', true],
  ['@.content.body =~ /WORLD$/', false],
  ['@.content.subject =~ /x/ || @.subject =~ /\\/endpoints\\/288[0-9]\\/calls\\//', true],
  ['@.subject =~ /[/]endpoints[/]/', true],
  ["@.content.state in ['held', 'ringing']", true],
  ["@.content.state in ['held']", false],
  ['@.content.ringTime in [1, 5]', true],
  ['@.content.missing == undefined', true],
  ['@.content.body != undefined', true],
  // Own members only
  ['@.constructor', false],
  ['@.content.__proto__', false],
  ['@.content.tags.constructor', false],
  ['@.content.toString', false],
];

test.each(conditions)('$.publications[?(%s)] is %s', (condition, expected) => {
  expect(compilePublicationFilter(`$.publications[?(${condition})]`).test(publication)).toBe(expected);
});

test.each(conditions)('$.publications[?%s] without parentheses is %s', (condition, expected) => {
  expect(compilePublicationFilter(`$.publications[?${condition}]`).test(publication)).toBe(expected);
});

test.each([
  ['$', true],
  ['$.publications', true],
  ['$.publications[*]', true],
  ['$.publications.*.content', true],
  ['$..state', true],
  ["$..['state','cause']", true],
  ['$.publications[0].content.tags[-1]', true],
  ['$.publications[(@.length-1)].content.body', true],
  ['$.publications[1]', false],
  ['$.publications[::-1].content.body', true],
  ['$.publications[::0]', false],
  ["$.publications[?@.content.state == 'ringing'].content.missing", false],
  ["$.publications[?@.content.state == 'held', ?@.content.state == 'ringing']", true],
  ["$['publications'][?@.content[\"odd name's\"] == 'x']", true],
  [" $.publications [ ?@.content .state=='ringing' ] ", true],
  ['$.content', false],
])('%s is %s', (filter, expected) => {
  expect(compilePublicationFilter(filter).test(publication)).toBe(expected);
});

const faults: readonly (readonly [filter: string, position: number, message: RegExp])[] = [
  ['', 0, /begins with \$/],
  ['publications', 0, /begins with \$/],
  ['@.a', 0, /begins with \$/],
  ['$.', 2, /member name/],
  ['$.publications[', 15, /selector/],
  ['$.publications[?(@.content.state == )]', 36, /expected a value/],
  ["$.publications[?(@.content.state = 'x')]", 33, /write ==/],
  ["$.publications[?(@.content.state == 'x]", 36, /no end/],
  ["$.publications[?(@.content.state == 'x'", 39, /expected \)/],
  ["$.publications[?(@.content.state == 'x')] trailing", 42, /expected the end/],
  ['$.publications[?(@.content.state == ringing)]', 36, /unknown word ringing/],
  ["$.publications[?('ringing')]", 17, /value alone/],
  ['$.publications[?@.a[*] == 1]', 16, /more than one result/],
  ['$.publications[?@.a == 1 == 2]', 25, /compared again/],
  ['$.publications[?!@.a == 1]', 21, /parentheses around/],
  ['$.publications[?(@.a) == 1]', 22, /cannot be compared/],
  ["$.publications[?@.a.includes('x') == true]", 16, /cannot be compared/],
  ['$.publications[?length(@.a)]', 16, /value alone/],
  ['$.publications[?length(@.*) > 1]', 23, /more than one result/],
  ['$.publications[?count(1) > 1]', 22, /expected a path/],
  ['$.publications[?match(@.a)]', 16, /takes 2 arguments/],
  ["$.publications[?match(@.a, '(')]", 27, /regular expression/],
  ["$.publications[?match(@.a, '(?=x)')]", 27, /regular expression/],
  ['$.publications[?@.a =~ /(x/]', 23, /regular expression/],
  ['$.publications[?@.a =~ /x]', 23, /no end/],
  ['$.publications[?@.a =~ /x/q]', 26, /unknown flags/],
  ['$.publications[?eval(@.a)]', 16, /unknown function eval/],
  ["$.publications[?@.constructor.constructor('return 1')()]", 30, /unknown method constructor/],
  ['$.publications[?@.a.toString()]', 20, /unknown method toString/],
  ['$.publications[(@.length)]', 15, /script/],
  ['$.publications[(process.exit())]', 15, /script/],
  ['$.publications[01]', 15, /malformed/],
  ['$.publications[9007199254740992]', 15, /out of range/],
  ['$.publications[?@.a == 01]', 23, /malformed/],
  ["$.publications['\\x41']", 16, /unknown escape/],
];

test.each(faults)('%s is refused at %i', (filter, position, message) => {
  const compile = () => compilePublicationFilter(filter);
  expect(compile).toThrow(FilterError);
  expect(compile).toThrow(expect.objectContaining({ position, message: expect.stringMatching(message) }));
});

describe('limits', () => {
  test('of length', () => {
    expect(() => compilePublicationFilter(`$.${'a'.repeat(1_022)}`)).not.toThrow();
    expect(() => compilePublicationFilter(`$.${'a'.repeat(1_023)}`)).toThrow(/longer than 1024/);
  });

  test.each([
    ['parentheses', `$[?${'('.repeat(200)}@.a${')'.repeat(200)}]`],
    ['negations', `$[?${'!'.repeat(200)}@.a]`],
    ['brackets', `$${'[?@'.repeat(100)}${']'.repeat(100)}`],
    ['calls', `$[?${'length('.repeat(100)}@.a${')'.repeat(100)} > 1]`],
  ])('of depth, in %s', (_where, filter) => {
    expect(() => compilePublicationFilter(filter)).toThrow(/32 levels/);
  });

  test('of terms', () => {
    const terms = (count: number) => `$[?${Array.from({ length: count }, () => '@.a').join('||')}]`;
    expect(() => compilePublicationFilter(terms(100))).not.toThrow();
    expect(() => compilePublicationFilter(terms(101))).toThrow(/100 terms/);
    expect(() => compilePublicationFilter(`$[?@.a in [${'1,'.repeat(100)}1]]`)).toThrow(/100 terms/);
  });

  test.each(['$[?match(@.a, "((a{100}){100}){100}")]', '$[?@.a =~ /((a{30}){30}){30}/]'])(
    'of the size of a regular expression: %s',
    (filter) => {
      expect(() => compilePublicationFilter(filter)).toThrow(FilterError);
    },
  );
});

describe('hostile filters', () => {
  const exhausts = (filter: string, content: object): boolean => {
    let told = false;
    const found = compilePublicationFilter(filter).test(content as JsonObject, () => {
      told = true;
    });
    expect(found).toBe(false);
    return told;
  };

  test('a regular expression that is exponential elsewhere is linear', () => {
    const text = `${'a'.repeat(50_000)}!`;
    expect(exhausts("$.publications[?match(@.s, '(a+)+')]", { s: text })).toBe(false);
    expect(exhausts('$.publications[?@.s =~ /^(a|a)*$/]', { s: text })).toBe(false);
  });

  test('many descents end with the budget', () => {
    const nest = (depth: number): object => (depth === 0 ? {} : { a: nest(depth - 1), b: nest(depth - 1) });
    expect(exhausts('$..*..*..*..*..*..missing', nest(10))).toBe(true);
  });

  test('a wide list in a nested filter ends with the budget', () => {
    const list = Array.from({ length: 1_000 }, (_, n) => ({ n }));
    expect(exhausts('$.publications[?count(@.list[?count($..n) == -1]) == 7]', { list })).toBe(true);
  });

  test('a deep publication ends with the budget, not with the stack', () => {
    const makeDeep = () => JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`);
    const deep = makeDeep();
    expect(exhausts('$..missing', deep)).toBe(true);
    expect(exhausts('$.publications[?@.a != $.publications[0].a]', deep)).toBe(false);
    expect(exhausts('$.publications[?@.x != @.y]', { x: deep, y: makeDeep() })).toBe(true);
  });

  test('a regular expression in the publication itself is compiled safely', () => {
    const filter = '$.publications[?match(@.text, @.pattern)]';
    expect(exhausts(filter, { text: `${'a'.repeat(5_000)}!`, pattern: '(a+)+' })).toBe(false);
    expect(exhausts(filter, { text: 'a', pattern: '(' })).toBe(false);
    expect(compilePublicationFilter(filter).test({ text: 'aa', pattern: 'a+' })).toBe(true);
  });
});

describe('equality terms', () => {
  test.each([
    ["$.publications[?(@.content.state == 'ringing')]", [{ path: ['content', 'state'], values: ['ringing'] }]],
    [
      "$.publications[?(@.content.state == 'ringing')].content.x",
      [{ path: ['content', 'state'], values: ['ringing'] }],
    ],
    [
      "$['publications'][?'a' === @.b && (@.n == 1 && @.c)]",
      [
        { path: ['b'], values: ['a'] },
        { path: ['n'], values: [1] },
      ],
    ],
    ["$.publications[?@.s in ['a','b']]", [{ path: ['s'], values: ['a', 'b'] }]],
    ["$.publications[?@.s == 'a' || @.s == 'b']", [{ path: ['s'], values: ['a', 'b'] }]],
    ["$.publications[?@.s == 'a' || @.t == 'b']", []],
    ["$.publications[?@.s == 'a' || @.x]", []],
    ["$.publications[?!(@.s == 'a')]", []],
    ["$.publications[?@.s != 'a']", []],
    ['$.publications[?@.s == undefined]', []],
    ['$.publications[?@.s.length == 2]', []],
    ["$.publications[?@.s[0] == 'a']", []],
    ["$.publications[?@.s == 'a', ?@.s == 'b']", []],
    ["$..[?@.s == 'a']", []],
    ["$.publications[*][?@.s == 'a']", []],
  ])('of %s', (filter, terms) => {
    expect(compilePublicationFilter(filter).terms).toEqual(terms);
  });
});
