import { expect } from 'chai';
import { requestKeys } from '../../../fakes/kernel/policy/request-keys';
import { expandVariables } from '../../../fakes/kernel/policy/variables';
import { matchesPattern } from '../../../fakes/kernel/policy/wildcard';

describe('policy variables', () => {
  const keys = requestKeys({ 'aws:username': 'jo*', 'aws:TagKeys': ['a', 'b'] });
  const fits = (pattern: string, text: string): boolean | undefined => {
    const tokens = expandVariables(pattern, keys);
    return tokens === undefined ? undefined : matchesPattern(tokens, text);
  };

  it('are filled in from the request, whatever their case, and never as wildcards', () => {
    expect(fits('home/${aws:username}/*', 'home/jo*/x')).to.equal(true);
    expect(fits('home/${AWS:UserName}/*', 'home/jo*/x')).to.equal(true);
    expect(fits('home/${aws:username}/*', 'home/joe/x')).to.equal(false);
  });

  it('leave nothing that could fit when they are no part of the request, or have several values', () => {
    expect(fits('home/${aws:userid}', 'home/')).to.equal(undefined);
    expect(fits('home/${aws:TagKeys}', 'home/a')).to.equal(undefined);
  });

  it('may have a default', () => {
    expect(fits("home/${aws:userid, 'nobody'}/${aws:username, 'x'}", 'home/nobody/jo*')).to.equal(true);
    expect(fits("home/${aws:userid,''}", 'home/')).to.equal(true);
  });

  it('write the characters that have a meaning of their own', () => {
    expect(fits('${*}${?}${$}', '*?$')).to.equal(true);
    expect(fits('${*}', 'a')).to.equal(false);
  });

  it('are plain text where there is none', () => {
    expect(fits('a*', 'ab')).to.equal(true);
    expect(fits('${', '${')).to.equal(true);
  });
});
