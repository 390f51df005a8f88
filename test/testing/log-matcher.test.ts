import { expect, use } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { logMatcher } from '../../fakes/testing/log-matcher';

use(logMatcher);

describe("testing: chai's matcher for logs", () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  const log = async (...lines: readonly unknown[]) => {
    aws.lambda.function('f', async () => {
      for (const line of lines) console.log(typeof line === 'string' ? line : JSON.stringify(line));
    });
    await aws.lambda.invoke('f');
  };

  it('finds lines by their members, by a part of them, or by a regular expression', async () => {
    await log({ level: 'ERROR', correlation_id: 'c-1', error: { name: 'TypeError' } }, 'plain text');
    expect(aws).to.have.logged({ level: 'ERROR', correlation_id: 'c-1' });
    expect(aws).to.have.logged({ 'error.name': 'TypeError' }).and.logged('plain');
    expect(aws).to.have.logged(/^plain \w+$/);
    expect(aws).not.to.have.logged({ level: 'WARN' });
    expect(aws).not.to.have.logged('START RequestId');
  });

  it('shows the nearest line, what differs, and what was logged', async () => {
    await log({ level: 'WARN', id: 1 }, { level: 'ERROR', id: 2, at: 3 });
    expect(() => expect(aws).to.have.logged({ level: 'ERROR', id: 1, at: 3 })).to.throw(
      'No line {"level":"ERROR","id":1,"at":3} was logged. Nearest: {"level":"ERROR","id":2,"at":3} (it differs in id)\n' +
        'These were logged:\n' +
        '  f  {"level":"WARN","id":1}\n' +
        '  f  {"level":"ERROR","id":2,"at":3}',
    );
    expect(() => expect(aws).to.have.logged({ none: 1 })).to.throw(
      'was logged. No line has any of its members.\n',
    );
    expect(() => expect(aws).to.have.logged('ERR0R')).to.throw(
      'No line ERR0R was logged.\nThese were logged:\n',
    );
  });

  it('shows no more than a screenful', async () => {
    await log(...Array.from({ length: 32 }, (_, i) => `line ${i}`));
    expect(() => expect(aws).to.have.logged('x')).to.throw(/ {2}f {2}line 29\n {2}and 2 more$/);
  });

  it('says what was logged against the wish', async () => {
    await log('a secret', 'a secret');
    expect(() => expect(aws).not.to.have.logged('secret')).to.throw(
      'expected no line secret to be logged, but 2 were: a secret',
    );
  });

  it('says so when nothing was logged', () => {
    expect(() => expect(aws).to.have.logged('x')).to.throw(
      'No line x was logged: nothing was logged at all.',
    );
  });

  it('wants a world', () => {
    expect(() => expect({}).to.have.logged('x')).to.throw(TypeError, 'the world of fakeAws()');
  });
});
