import { expect } from 'chai';
import { dynamodb } from '../../fakes/dynamodb/service';
import { TABLE_OPERATIONS } from '../../fakes/dynamodb/table-operations';

describe('DynamoDB control plane', () => {
  it('is part of the service, each operation once', () => {
    const names = dynamodb.operations.map(({ name }) => name);
    expect(names).to.include.members(TABLE_OPERATIONS.map(({ name }) => name));
    expect(new Set(names).size).to.equal(names.length);
  });
});
