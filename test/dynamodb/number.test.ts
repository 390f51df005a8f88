import { expect } from 'chai';
import fc from 'fast-check';
import {
  addNumbers,
  canonicalNumber,
  compareNumberTexts,
  parseNumber,
  subtractNumbers,
} from '../../fakes/dynamodb/number';

/** An exact decimal: units times ten to the power of minus 170, so that every DynamoDB number is an integer. */
function exactly(text: string): bigint {
  const [integer = '', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(integer + fraction.padEnd(170, '0'));
  return text.startsWith('-') ? -units : units;
}

const digits = fc.bigInt({ min: 0n, max: 10n ** 38n - 1n });
/** Any number DynamoDB stores, in canonical form. */
const stored = fc
  .record({ units: digits, negative: fc.boolean(), exponent: fc.integer({ min: -130, max: 88 }) })
  .map(({ units, negative, exponent }) =>
    canonicalNumber(`${negative ? '-' : ''}${units}e${units === 0n ? 0 : exponent}`),
  );

describe('DynamoDB numbers', () => {
  const accepted: [text: string, canonical: string][] = [
    ['1', '1'],
    ['+5', '5'],
    ['-5', '-5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.e5', '100000'],
    ['1E2', '100'],
    ['1.5e2', '150'],
    ['123.4500e-2', '1.2345'],
    ['00042', '42'],
    ['1.0', '1'],
    ['3.1400', '3.14'],
    ['-0', '0'],
    ['0.0', '0'],
    ['0e125', '0'],
    ['0.0e126', '0'],
    ['0e-130', '0'],
    ['-0.000001', '-0.000001'],
    ['1e00000000000000000000002', '100'],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['0.00012345678901234567890123456789012345678', '0.00012345678901234567890123456789012345678'],
    ['1234567890123456789012345678901234567800', '1234567890123456789012345678901234567800'],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['1E125', `1${'0'.repeat(125)}`],
    ['9.9999999999999999999999999999999999999E+125', '9'.repeat(38) + '0'.repeat(88)],
  ];
  for (const [text, canonical] of accepted) {
    it(`reads ${text} as ${canonical.slice(0, 45)}`, () => {
      expect(parseNumber(text)).to.deep.equal({ text: canonical });
      expect(canonicalNumber(text)).to.equal(canonical);
    });
  }

  const refused: [text: string, problem: string][] = [
    ['', 'notNumeric'],
    ['abc', 'notNumeric'],
    ['1.2.3', 'notNumeric'],
    [' 1', 'notNumeric'],
    ['1 ', 'notNumeric'],
    ['0x10', 'notNumeric'],
    ['1e', 'notNumeric'],
    ['.', 'notNumeric'],
    ['e5', 'notNumeric'],
    ['NaN', 'notNumeric'],
    ['Infinity', 'notNumeric'],
    ['--1', 'notNumeric'],
    ['1e9223372036854775808', 'notNumeric'],
    ['1e-9223372036854775809', 'notNumeric'],
    ['1e123456789012345678901', 'notNumeric'],
    ['1e9223372036854775807', 'overflow'],
    ['1e2147483648', 'overflow'],
    ['-1e99999999999', 'overflow'],
    ['1e126', 'overflow'],
    ['10e125', 'overflow'],
    ['0e126', 'overflow'],
    ['1e-99999999999', 'underflow'],
    ['1e-131', 'underflow'],
    ['0e-131', 'underflow'],
    ['0.0e-130', 'underflow'],
    ['123456789012345678901234567890123456789', 'tooPrecise'],
    ['1.00000000000000000000000000000000000001', 'tooPrecise'],
  ];
  for (const [text, problem] of refused) {
    it(`refuses '${text}': ${problem}`, () => {
      expect(parseNumber(text)).to.deep.equal({ problem });
      expect(() => canonicalNumber(text)).to.throw('passed the validation');
    });
  }

  it('reads any text in linear time', () => {
    for (const text of [
      '1'.repeat(1e6) + 'x',
      '0'.repeat(1e6) + '.',
      '1e' + '9'.repeat(1e6),
      '1e' + '0'.repeat(1e6) + 'x',
    ]) {
      parseNumber(text);
    }
  });

  it('reads its own canonical text as the same number', () => {
    fc.assert(
      fc.property(stored, (text) => canonicalNumber(text) === text),
      { seed: 1 },
    );
  });

  it('compares by value, as exact fractions compare', () => {
    fc.assert(
      fc.property(stored, stored, (a, b) => {
        const difference = exactly(a) - exactly(b);
        const sign = difference === 0n ? 0 : difference < 0n ? -1 : 1;
        expect(Math.sign(compareNumberTexts(a, b))).to.equal(sign);
      }),
      { seed: 2 },
    );
  });

  for (const [a, b] of [
    ['-1', '1'],
    ['-2', '-1'],
    ['0', '0.1'],
    ['9', '10'],
    ['1.25', '1.5'],
    ['1', '1.5'],
    ['-10', '-9'],
  ] as const) {
    it(`puts ${a} before ${b}`, () => {
      expect(compareNumberTexts(a, b)).to.be.lessThan(0);
      expect(compareNumberTexts(b, a)).to.be.greaterThan(0);
      expect(compareNumberTexts(a, a)).to.equal(0);
    });
  }

  it('adds and subtracts exactly, or says that the result cannot be stored', () => {
    fc.assert(
      fc.property(stored, stored, (a, b) => {
        for (const [result, exact] of [
          [addNumbers(a, b), exactly(a) + exactly(b)],
          [subtractNumbers(a, b), exactly(a) - exactly(b)],
        ] as const) {
          if ('text' in result) expect(exactly(result.text)).to.equal(exact);
          else
            expect(
              String(exact).replace('-', '').replace(/0+$/, '').length > 38 || String(exact).length > 296,
            ).to.equal(true);
        }
      }),
      { seed: 3 },
    );
  });

  const sums: [a: string, b: string, sum: object][] = [
    ['0.1', '0.2', { text: '0.3' }],
    ['1', '-1', { text: '0' }],
    ['99999999999999999999999999999999999999', '1', { text: `1${'0'.repeat(38)}` }],
    ['9900000', '0.000001', { text: '9900000.000001' }],
    [`1${'0'.repeat(125)}`, '1', { problem: 'overflow' }],
    [`9${'0'.repeat(125)}`, `9${'0'.repeat(125)}`, { problem: 'overflow' }],
    [`0.${'0'.repeat(129)}1`, '1', { problem: 'overflow' }],
  ];
  for (const [a, b, sum] of sums) {
    it(`adds ${a.slice(0, 40)} and ${b.slice(0, 40)}`, () => {
      expect(addNumbers(a, b)).to.deep.equal(sum);
      expect(addNumbers(b, a)).to.deep.equal(sum);
    });
  }

  it('subtracts', () => {
    expect(subtractNumbers('5', '7.5')).to.deep.equal({ text: '-2.5' });
    expect(subtractNumbers('1', '1')).to.deep.equal({ text: '0' });
  });
});
