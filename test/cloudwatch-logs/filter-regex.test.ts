import { expect } from 'chai';
import { FilterPatternError } from '../../fakes/cloudwatch-logs/filter-error';
import { filterRegex } from '../../fakes/cloudwatch-logs/filter-regex';

describe('CloudWatch Logs: regular expressions in filter patterns', () => {
  const rows: readonly [source: string, yes: string, no: string][] = [
    ['AUTHORIZED', 'UNAUTHORIZED', 'authorized'],
    ['^[hc]at', 'hat on', 'a hat'],
    ['[hc]at$', 'a hat', 'hat on'],
    ['colou?r', 'color', 'colur'],
    ['a{3,5}', 'baaa', 'aa'],
    ['gray|grey', 'grey', 'gry'],
    [String.raw`10\.10\.0\.1`, '10.10.0.1', '10x10.0.1'],
    [String.raw`\d{3}\s\w+\S`, '404 not', 'x404not'],
    [String.raw`\x28x\x29`, 'f(x)', 'fx'],
  ];
  for (const [source, yes, no] of rows) {
    it(`search ${source}`, () => {
      expect([filterRegex(source).test(yes), filterRegex(source).test(no)]).to.deep.equal([true, false]);
    });
  }

  const broken: readonly [source: string, characters: string | undefined][] = [
    ['something!', '!'],
    ['(a)', '('],
    ['a b', ' '],
    ['\u00e9', '\u00e9'],
    [String.raw`\b`, String.raw`\b`],
    [String.raw`\x2`, String.raw`\x`],
    ['a\\', '\\'],
    ['[a', undefined],
    ['*a', undefined],
    ['', undefined],
  ];
  for (const [source, characters] of broken) {
    it(`refuse ${source === '' ? 'nothing' : source}`, () => {
      expect(() => filterRegex(source))
        .to.throw(FilterPatternError)
        .with.property('characters', characters);
    });
  }
});
