import { expect } from 'chai';
import { parseConditions } from '../../fakes/cloudwatch-logs/filter-conditions';
import { FilterPatternError } from '../../fakes/cloudwatch-logs/filter-error';

describe('CloudWatch Logs: conditions', () => {
  const dialect = { operand: String.raw`\$\w+`, hasKeywords: true, numbersAreText: false };
  const holds = (source: string, values: Readonly<Record<string, unknown>>): boolean =>
    parseConditions(source, dialect).holds((name) => values[name.slice(1)]);

  it('bind && tighter than ||, and parentheses first', () => {
    const values = { a: 1, b: 0, c: 0 };
    expect(holds('$a = 1 || $b = 1 && $c = 1', values)).to.equal(true);
    expect(holds('($a = 1 || $b = 1) && $c = 1', values)).to.equal(false);
    expect(holds('$a=1&&($b=0||$c=1)', values)).to.equal(true);
  });

  it('ask for what is null, true, false or not there', () => {
    const values = { none: null, yes: true, no: false };
    expect(holds('$none IS NULL && $yes IS TRUE && $no IS  FALSE && $gone NOT EXISTS', values)).to.equal(
      true,
    );
    expect(holds('$gone IS NULL', values)).to.equal(false);
    expect(holds('$no IS TRUE', values)).to.equal(false);
    expect(holds('$none NOT EXISTS', values)).to.equal(false);
  });

  it('take quotes, wildcards, numbers and regular expressions', () => {
    expect(holds(String.raw`$a = "x \"y\""`, { a: 'x "y"' })).to.equal(true);
    expect(holds('$a != *.html', { a: 'x.htm' })).to.equal(true);
    expect(holds('$a >= -1.5e3', { a: -1500 })).to.equal(true);
    expect(holds('$a = %^x[0-9]%', { a: 'x1' })).to.equal(true);
    expect(holds('$a =! x', { a: 'x' })).to.equal(false);
  });

  it('tell their operands and count their regular expressions', () => {
    const { operands, regexes } = parseConditions('$a = %x% || $b = 1 && $a != %y%', dialect);
    expect([operands, regexes]).to.deep.equal([['$a', '$b'], 2]);
  });

  it('know keywords only where the dialect has them', () => {
    const fields = { ...dialect, operand: '[a-z]+', hasKeywords: false };
    expect(() => parseConditions('a IS NULL', fields)).to.throw(FilterPatternError);
  });

  const broken = [
    '',
    '$a',
    '$a =',
    '= 1',
    '$a = 1 $b = 2',
    '$a = 1 &&',
    '($a = 1',
    '$a = 1)',
    '$a > x',
    'a = 1',
    '$a = $b',
    '$a = a:b',
    '$a IS',
    '$a = "x',
    `${'('.repeat(400)}$a = 1${')'.repeat(400)}`,
  ];
  for (const source of broken) {
    it(`are none: ${source.slice(0, 20)}`, () => {
      expect(() => parseConditions(source, dialect)).to.throw(FilterPatternError);
    });
  }

  it('name the characters that may not stand there', () => {
    expect(() => parseConditions('$."sc-status" = 5', dialect))
      .to.throw(FilterPatternError)
      .with.property('characters', '$."');
    expect(() => parseConditions('$a = a,b', dialect))
      .to.throw(FilterPatternError)
      .with.property('characters', ',');
  });
});
