import { expect } from 'chai';
import { filtersOf, matches, memberPattern, parseFilterPattern } from '../../fakes/lambda/filter-pattern';

describe('lambda/filter-pattern', () => {
  const rows: [pattern: object, yes: unknown[], no: unknown[]][] = [
    [{ a: ['x', 'y'] }, [{ a: 'x' }, { a: 'y', b: 1 }], [{ a: 'z' }, {}, { a: { x: 1 } }, null, 'x']],
    [{ a: [null] }, [{ a: null }], [{}, { a: 0 }]],
    [{ a: [''] }, [{ a: '' }], [{ a: 'x' }]],
    [{ a: [1, true] }, [{ a: 1 }, { a: true }], [{ a: '1' }, { a: false }]],
    [{ a: ['x'], b: ['y'] }, [{ a: 'x', b: 'y' }], [{ a: 'x' }, { b: 'y' }]],
    [
      { a: { b: ['x'] } },
      [{ a: { b: 'x' } }, { a: [{ b: 'z' }, { b: 'x' }] }],
      [{ a: 'x' }, { a: { b: 'y' } }],
    ],
    [{ a: ['x'] }, [{ a: ['q', 'x'] }], [{ a: ['q'] }, { a: [] }]],
    [{ a: [{ exists: true }] }, [{ a: 0 }, { a: null }, { a: ['x'] }], [{}, { a: { b: 1 } }]],
    [{ a: [{ exists: false }] }, [{}, { b: 1 }], [{ a: 1 }]],
    [{ a: [{ prefix: 'ab' }] }, [{ a: 'abc' }], [{ a: 'ba' }, { a: 5 }, {}]],
    [{ a: [{ suffix: '.png' }] }, [{ a: 'x.png' }], [{ a: 'x.gif' }]],
    [{ a: [{ 'equals-ignore-case': 'Ab' }] }, [{ a: 'aB' }], [{ a: 'b' }]],
    [{ a: [{ 'anything-but': ['x', 'y'] }] }, [{ a: 'z' }, { a: 1 }], [{ a: 'x' }, {}]],
    [{ a: [{ 'anything-but': 'x' }] }, [{ a: 'y' }], [{ a: 'x' }]],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }, [{ a: 'y' }], [{ a: 'xy' }, {}]],
    [{ a: [{ numeric: ['=', 3] }] }, [{ a: 3 }], [{ a: '3' }, { a: 4 }]],
    [{ a: [{ numeric: ['>', 0, '<=', 5] }] }, [{ a: 1 }, { a: 5 }], [{ a: 0 }, { a: 6 }]],
    [{ a: [{ numeric: ['<', 0] }, { numeric: ['>=', 9] }] }, [{ a: -1 }, { a: 9 }], [{ a: 0 }]],
    [{ $or: [{ a: ['x'] }, { b: ['y'] }] }, [{ a: 'x' }, { b: 'y' }], [{ a: 'y' }]],
    [{ c: ['z'], $or: [{ a: ['x'] }, { b: ['y'] }] }, [{ c: 'z', b: 'y' }], [{ c: 'z' }, { a: 'x' }]],
    [{ __proto__x: ['x'], constructor: [{ exists: false }] }, [{ __proto__x: 'x' }], [{}]],
  ];
  for (const [pattern, yes, no] of rows) {
    it(JSON.stringify(pattern), () => {
      const parsed = parseFilterPattern(JSON.stringify(pattern));
      for (const value of yes) expect(matches(parsed, value), JSON.stringify(value)).to.equal(true);
      for (const value of no) expect(matches(parsed, value), JSON.stringify(value)).to.equal(false);
    });
  }

  const broken = [
    'not json',
    '[]',
    '{}',
    '"a"',
    '{"a":"x"}',
    '{"a":[]}',
    '{"a":[["x"]]}',
    '{"a":[{}]}',
    '{"a":[{"prefix":"x","suffix":"y"}]}',
    '{"a":[{"wildcard":"*"}]}',
    '{"a":[{"exists":"yes"}]}',
    '{"a":[{"prefix":1}]}',
    '{"a":[{"anything-but":null}]}',
    '{"a":[{"numeric":"="}]}',
    '{"a":[{"numeric":["=",1,"<"]}]}',
    '{"a":[{"numeric":["~",1]}]}',
    '{"a":[{"numeric":["=","1"]}]}',
    '{"$or":[{"a":["x"]}]}',
    '{"$or":["x","y"]}',
    '{"$or":{}}',
  ];
  for (const text of broken) {
    it(`refuses ${text}`, () => {
      expect(() => parseFilterPattern(text))
        .to.throw('Invalid filter pattern definition.')
        .with.property('name', 'InvalidParameterValueException');
    });
  }

  it('knows which member it names', () => {
    const pattern = parseFilterPattern('{"body":{"a":["x"]}}');
    expect(memberPattern(pattern, 'body')?.kind).to.equal('members');
    expect(memberPattern(pattern, 'other')).to.equal(undefined);
    const leaf = memberPattern(parseFilterPattern('{"body":["x"]}'), 'body');
    expect(leaf && memberPattern(leaf, 'x')).to.equal(undefined);
  });

  it("parses a mapping's filters once", () => {
    const configuration = { FilterCriteria: { Filters: [{ Pattern: '{"once":["x"]}' }] } };
    expect(filtersOf(configuration)[0]).to.equal(filtersOf(configuration)[0]);
    expect(filtersOf({})).to.deep.equal([]);
  });
});
