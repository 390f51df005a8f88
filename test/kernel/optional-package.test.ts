import { expect } from 'chai';
import { optionalPackage } from '../../fakes/kernel/optional-package';

const fail = (error: unknown) => (): never => {
  throw error;
};
const missing = (name: string): object => ({
  code: 'MODULE_NOT_FOUND',
  message: `Cannot find module '${name}'`,
});

describe('kernel/optional-package', () => {
  it('gives what is installed', () => {
    expect(optionalPackage('chai', () => require('chai') as object)).to.have.property('expect', expect);
  });

  it('is undefined for what is not', () => {
    expect(optionalPackage('no-such-package', () => require('no-such-package') as object)).to.equal(
      undefined,
    );
  });

  it('knows the error by its members: under Jest it is of another realm', () => {
    expect(optionalPackage('p', fail(missing('p')))).to.equal(undefined);
  });

  it('passes on that something which the package needs is missing', () => {
    expect(() => optionalPackage('p', fail(Object.assign(new Error(), missing('q'))))).to.throw("'q'");
  });

  it('passes on that the package is broken', () => {
    expect(() => optionalPackage('p', fail(new SyntaxError("in 'p'")))).to.throw(SyntaxError);
  });
});
