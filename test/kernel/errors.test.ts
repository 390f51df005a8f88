import { expect } from 'chai';
import {
  beforeSending,
  FakeDefect,
  FakeMisuse,
  isBeforeSending,
  isLibraryError,
  NotSupportedByFake,
  notSupported,
} from '../../fakes/kernel/errors';

describe('kernel/errors', () => {
  for (const kind of [NotSupportedByFake, FakeMisuse, FakeDefect]) {
    it(`${kind.name} is an error of the library, and carries its own name`, () => {
      const error = new kind('why', { cause: 'it' });
      expect(error).to.be.instanceOf(Error);
      expect(error.name).to.equal(kind.name);
      expect(error.cause).to.equal('it');
      expect(isLibraryError(error)).to.equal(true);
    });
  }

  it('takes nothing else for an error of the library', () => {
    for (const other of [
      new Error('x'),
      Object.assign(new Error('x'), { name: 'FakeMisuse' }),
      'x',
      undefined,
    ]) {
      expect(isLibraryError(other)).to.equal(false);
    }
  });

  it('refuses what is not modelled by name, and says how to stub the call', () => {
    const error = notSupported('PutObject', 'the parameter ACL');
    expect(error).to.be.instanceOf(NotSupportedByFake);
    expect(error.message).to.equal(
      'PutObject: the parameter ACL is not modelled by aws-fakes.\n' +
        'Leave it out, or answer this call yourself: mock.on(PutObjectCommand).resolves({ ... }).',
    );
  });

  it('remembers which errors the SDK throws before it sends', () => {
    const error = new TypeError('x');
    expect(isBeforeSending(error)).to.equal(false);
    expect(beforeSending(error)).to.equal(error);
    expect(isBeforeSending(error)).to.equal(true);
    expect(isBeforeSending(new TypeError('x'))).to.equal(false);
    expect(Object.keys(error)).to.deep.equal([]);
  });
});
