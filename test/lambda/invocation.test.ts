import { expect } from 'chai';
import {
  crashPayload,
  describeOutcome,
  errorPayload,
  timeoutPayload,
  type InvocationOutcome,
} from '../../fakes/lambda/invocation';

describe('lambda/invocation', () => {
  it('has the payloads of a failed invocation', () => {
    const error = new TypeError('no');
    expect(errorPayload(error)).to.deep.equal({
      errorType: 'TypeError',
      errorMessage: 'no',
      trace: (error.stack ?? '').split('\n'),
    });
    delete error.stack;
    expect(errorPayload(error).trace).to.deep.equal(['']);
    expect(errorPayload(7)).to.deep.equal({ errorType: 'number', errorMessage: '7', trace: [] });
    expect(timeoutPayload('r', 900_000).errorMessage).to.equal(
      'RequestId: r Error: Task timed out after 900.00 seconds',
    );
    expect(crashPayload('r').errorMessage).to.equal(
      'RequestId: r Error: Runtime exited with error: signal: killed',
    );
  });

  const payload = { errorType: 'E', errorMessage: 'no' };
  const rows: [outcome: InvocationOutcome, text: string][] = [
    [{ kind: 'returned', payload: { a: 1 } }, 'returned {"a":1}'],
    [{ kind: 'returned', payload: undefined }, 'returned nothing'],
    [{ kind: 'threw', payload }, 'threw E: no'],
    [{ kind: 'timedOut', payload }, 'timed out'],
    [{ kind: 'crashed', payload }, 'crashed'],
    [{ kind: 'throttled' }, 'throttled'],
  ];
  for (const [outcome, text] of rows) {
    it(`says "${text}"`, () => expect(describeOutcome(outcome)).to.equal(text));
  }
});
