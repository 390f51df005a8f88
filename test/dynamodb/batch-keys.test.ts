import { expect } from 'chai';
import { BatchKeys } from '../../fakes/dynamodb/batch-keys';
import { item } from './arrange';
import { table } from './entries';

describe('the keys of a batch', () => {
  it('may not name one item of one table twice', () => {
    const keys = new BatchKeys();
    keys.add(table, item({ pk: 'a', sk: 'b' }));
    keys.add(table, item({ pk: 'a', sk: 'c' }));
    keys.add({ ...table, arn: 'other' }, item({ pk: 'a', sk: 'b' }));
    const again = () => keys.add(table, item({ pk: 'a', sk: 'b', more: 'x' }));
    expect(again).to.throw('Provided list of item keys contains duplicates');
  });

  it('use the words they were given', () => {
    const keys = new BatchKeys('twice');
    keys.add(table, item({ pk: 'a', sk: 'b' }));
    expect(() => keys.add(table, item({ pk: 'a', sk: 'b' }))).to.throw('twice');
  });
});
