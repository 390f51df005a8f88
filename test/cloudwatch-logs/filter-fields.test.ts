import { expect } from 'chai';
import { FilterPatternError } from '../../fakes/cloudwatch-logs/filter-error';
import { parseFields } from '../../fakes/cloudwatch-logs/filter-fields';

describe('CloudWatch Logs: space-delimited patterns', () => {
  const line = (status: number, bytes: number): string =>
    `127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" ${status} ${bytes}`;
  const rows: readonly [pattern: string, yes: readonly string[], no: readonly string[]][] = [
    [
      '[ip, user, username, timestamp, request, status, bytes]',
      [line(200, 1)],
      ['a b', `${line(1, 1)} more`],
    ],
    ['[..., status = 404, bytes]', [line(404, 1)], [line(200, 1)]],
    ['[ip, user, ..., status_code=4*, bytes]', [line(404, 1)], [line(500, 1), '404 1']],
    ['[ip, ...]', [line(1, 1), '127.0.0.1'], ['']],
    ['[..., status, bytes > 1000]', [line(200, 1001)], [line(200, 1000), 'a b c']],
    ['[..., request =*html*, status_code = 4* && status_code != 403, bytes]', [line(404, 1)], [line(403, 1)]],
    ['[w1=ERROR || w1=WARN, w2]', ['ERROR x', 'WARN x'], ['INFO x', 'ERROR']],
    ['[(w1="ERROR x" || w1=WARN) && w1!=WARN, w2]', ['"ERROR x" y'], ['WARN y']],
    [String.raw`[ip=%127\.0\.0\.[1-9]%, ...]`, [line(1, 1)], ['128.0.0.1']],
    ['[a=%x,y%, b]', ['x,y z'], ['x z']],
    ['[]', [''], ['x']],
    ['[...]', ['', 'x y'], []],
  ];
  for (const [pattern, yes, no] of rows) {
    it(pattern, () => {
      const { match } = parseFields(pattern);
      for (const message of yes) expect(match(message), message).to.be.instanceOf(Map);
      for (const message of no) expect(match(message), message).to.equal(undefined);
    });
  }

  it('names fields as the pattern does, and others by their place', () => {
    const found = parseFields('[..., request=*.html*, status_code=4*,]').match(line(404, 1534));
    expect(Object.fromEntries(found ?? [])).to.deep.equal({
      $status_code: '404',
      $request: 'GET /index.html HTTP/1.0',
      $7: '1534',
      $4: '10/Oct/2000:13:25:15 -0700',
      $3: 'frank',
      $2: '-',
      $1: '127.0.0.1',
    });
  });

  it('counts regular expressions', () => {
    expect(parseFields('[a=%x%, b!=%y%]').regexes).to.equal(2);
    expect(parseFields('[a, b]').regexes).to.equal(0);
  });

  for (const pattern of ['[a', '[a, ..., b, ...]', '[a b]', '[a = 1 && b = 2]', '[a=]', '[a > x]']) {
    it(`refuses ${pattern}`, () => {
      expect(() => parseFields(pattern)).to.throw(FilterPatternError);
    });
  }
});
