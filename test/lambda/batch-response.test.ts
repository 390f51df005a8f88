import { expect } from 'chai';
import { readBatchResponse } from '../../fakes/lambda/batch-response';

describe('lambda/batch-response', () => {
  const SUCCESS = { kind: 'succeeded' };
  const partial = (...failed: string[]): object => ({ kind: 'partial', failed });
  const failed = (reason: string): object => ({ kind: 'failed', reason });
  const rows: [payload: unknown, verdict: object][] = [
    [undefined, SUCCESS],
    [null, SUCCESS],
    ['', SUCCESS],
    [[], SUCCESS],
    [{}, SUCCESS],
    [{ statusCode: 500 }, SUCCESS],
    [{ batchItemFailures: null }, SUCCESS],
    [{ batchItemFailures: [] }, SUCCESS],
    [{ batchItemFailures: [{ itemIdentifier: 'b' }] }, partial('b')],
    [{ batchItemFailures: [{ itemIdentifier: 'c' }, { itemIdentifier: 'a' }] }, partial('a', 'c')],
    [{ batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'a' }] }, partial('a')],
    ['done', failed('the answer is "done" instead of an object')],
    [7, failed('the answer is 7 instead of an object')],
    [['a'], failed('the answer is ["a"] instead of an object')],
    [{ batchItemFailures: 'a' }, failed('batchItemFailures is "a" instead of a list')],
    [{ batchItemFailures: ['a'] }, failed('an entry has no itemIdentifier: "a"')],
    [{ batchItemFailures: [null] }, failed('an entry has no itemIdentifier: null')],
    [{ batchItemFailures: [{}] }, failed('an entry has no itemIdentifier: {}')],
    [
      { batchItemFailures: [{ itemIdentifier: 7 }] },
      failed('an entry has no itemIdentifier: {"itemIdentifier":7}'),
    ],
    [
      { batchItemFailures: [{ itemIdentifier: '' }] },
      failed('an entry has no itemIdentifier: {"itemIdentifier":""}'),
    ],
    [
      { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'x' }] },
      failed('itemIdentifier "x" is not in this batch'),
    ],
  ];
  for (const [payload, verdict] of rows) {
    it(`reads ${JSON.stringify(payload)}`, () => {
      expect(readBatchResponse(payload, ['a', 'b', 'c'])).to.deep.equal(verdict);
    });
  }
});
