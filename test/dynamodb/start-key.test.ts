import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { checkedStartKey } from '../../fakes/dynamodb/start-key';

describe('ExclusiveStartKey', () => {
  const at = { wording: '2026', operation: 'Query' } as const;

  it('is canonical', () => {
    expect(checkedStartKey({ pk: { N: '01.0' } }, at)).to.deep.equal({ pk: { N: '1' } });
    expect(checkedStartKey(undefined, at)).to.equal(undefined);
  });

  it('says that it is the start key that is wrong', () => {
    expect(() => checkedStartKey({ pk: {} as AttributeValue }, at)).to.throw(
      'The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  });

  it('does not take a defect for a refusal', () => {
    const broken = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('broken');
        },
      },
    );
    expect(() => checkedStartKey(broken, at)).to.throw(/^broken$/);
  });
});
