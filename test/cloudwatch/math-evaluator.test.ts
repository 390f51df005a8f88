import { expect } from 'chai';
import fc from 'fast-check';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { NotSupportedByFake } from '../../fakes/kernel/errors';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math', () => {
  it('knows the metrics of the request by their Ids', () =>
    expect(values('m1')).to.deep.equal([30, 20, 0, 0, gap]));

  const refused: readonly [text: string, message: string][] = [
    ['m9', 'Undeclared variable: m9'],
    ['NOPE(m1)', 'Unknown function: NOPE'],
    ['toString(m1)', 'Unknown function: toString'],
    ['[1]', 'An array holds time series, not Scalar'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }

  for (const name of [
    'STDDEV',
    'ANOMALY_DETECTION_BAND',
    'INSIGHT_RULE_METRIC',
    'SERVICE_QUOTA',
    'LAMBDA',
    'DB_PERF_INSIGHTS',
  ]) {
    it(`does not model ${name}, and says so`, () => {
      expect(() => evaluate(`${name}(m1)`)).to.throw(
        NotSupportedByFake,
        `GetMetricData: the metric math function ${name} is not modelled`,
      );
    });
  }
});

describe('CloudWatch metric math, against a plain reading of the same expression', () => {
  type Tree =
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'metric'; readonly id: 'm1' | 'm2' | 'c' | 't' | 'f' | 'e' }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Tree; readonly right: Tree };
  type Value = number | ReadonlyMap<number, number>;

  const PRECEDENCE: Readonly<Record<string, number>> = {
    OR: 1,
    AND: 2,
    '<': 3,
    '>=': 3,
    '==': 3,
    '+': 4,
    '-': 4,
    '*': 5,
    '/': 5,
  };
  const COMPUTE: Readonly<Record<string, (a: number, b: number) => number>> = {
    OR: (a, b) => Number(a !== 0 || b !== 0),
    AND: (a, b) => Number(a !== 0 && b !== 0),
    '<': (a, b) => Number(a < b),
    '>=': (a, b) => Number(a >= b),
    '==': (a, b) => Number(a === b),
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => (b === 0 ? Number.NaN : a / b),
  };
  const SERIES: Readonly<Record<string, readonly (number | undefined)[]>> = {
    m1: [30, 20, 0, 0, gap],
    m2: [20, gap, 20, gap, gap],
    c: [1, 1, 0, 0, gap],
    t: [30, gap, 0, 0, 30],
    f: [0, 0, 20, gap, 20],
    e: [],
  };

  const tree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.nat(9).map((value): Tree => ({ kind: 'number', value })),
      fc.constantFrom('m1', 'm2', 'c', 't', 'f', 'e').map((id): Tree => ({ kind: 'metric', id })),
      fc
        .tuple(fc.constantFrom(...Object.keys(PRECEDENCE)), tie('tree'), tie('tree'))
        .map(([operator, left, right]): Tree => ({ kind: 'binary', operator, left, right })),
    ),
  })).tree;

  /** As few parentheses as possible: operators of one level go from left to right. */
  function write(node: Tree, outer = 0): string {
    if (node.kind === 'number') return String(node.value);
    if (node.kind === 'metric') return node.id;
    const level = PRECEDENCE[node.operator] ?? 0;
    const text = `${write(node.left, level)} ${node.operator} ${write(node.right, level + 1)}`;
    return level < outer ? `(${text})` : text;
  }

  function compute(node: Tree): Value {
    if (node.kind === 'number') return node.value;
    if (node.kind === 'metric') {
      const points = (SERIES[node.id] ?? []).flatMap((value, i) =>
        value === undefined ? [] : [[i, value] as const],
      );
      return new Map(points);
    }
    const [left, right] = [compute(node.left), compute(node.right)];
    const f = COMPUTE[node.operator] ?? (() => Number.NaN);
    if (typeof left === 'number' && typeof right === 'number') return f(left, right);
    const at = (value: Value, time: number): number =>
      typeof value === 'number' ? value : (value.get(time) ?? 0);
    const times = [left, right].flatMap((value) => (typeof value === 'number' ? [] : [...value.keys()]));
    const points = [...new Set(times)].map((time) => [time, f(at(left, time), at(right, time))] as const);
    return new Map(points.filter(([, value]) => Number.isFinite(value)));
  }

  it('gives the same numbers, with gaps as zeros and nothing where nothing is', () => {
    fc.assert(
      fc.property(tree, (expression) => {
        const expected = compute(expression);
        const shown =
          typeof expected === 'number' ? expected : [0, 1, 2, 3, 4].map((time) => expected.get(time));
        const actual = values(write(expression));
        const plain = (value: unknown): unknown => (value === 0 ? 0 : value);
        expect(Array.isArray(actual) ? actual.map(plain) : plain(actual), write(expression)).to.deep.equal(
          Array.isArray(shown) ? shown.map(plain) : plain(shown),
        );
      }),
      { numRuns: 500, seed: 20261127 },
    );
  });
});
