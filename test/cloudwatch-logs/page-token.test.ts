import { expect } from 'chai';
import { fromToken, pageOf, toToken } from '../../fakes/cloudwatch-logs/page-token';

describe('CloudWatch Logs: pages', () => {
  const page = (token?: string, limit = 2): readonly [readonly string[], string | undefined] => {
    const { page: names, nextToken } = pageOf(['a', 'b', 'c'], (name) => name, token, limit);
    return [names, nextToken];
  };

  it('go on after the last one, and say when there is no more', () => {
    const [first, token] = page();
    expect(first).to.deep.equal(['a', 'b']);
    expect(page(token)).to.deep.equal([['c'], undefined]);
    expect(page(undefined, 3)).to.deep.equal([['a', 'b', 'c'], undefined]);
  });

  it('are read no further than they reach', () => {
    let read = 0;
    function* names(): Generator<string> {
      for (const name of ['a', 'b', 'c', 'd', 'e']) {
        read++;
        yield name;
      }
    }
    pageOf(names(), (name) => name, undefined, 2);
    expect(read).to.equal(3);
  });

  it('have tokens that say what was put in, and others are refused', () => {
    expect(fromToken(toToken([true, 1]))).to.deep.equal([true, 1]);
    expect(fromToken('?')).to.equal(undefined);
    expect(() => page('invalid-token')).to.throw('The specified nextToken is invalid.');
    expect(() => page(toToken(5))).to.throw('The specified nextToken is invalid.');
  });
});
