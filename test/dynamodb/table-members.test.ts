import { expect } from 'chai';
import { checkMembers } from '../../fakes/dynamodb/members';
import {
  billingMode,
  globalIndex,
  streamSpecification,
  tableClass,
} from '../../fakes/dynamodb/table-members';

describe('the members of tables', () => {
  const check =
    (input: object, ...rules: Parameters<typeof checkMembers>[1]) =>
    () =>
      checkMembers(input, rules, { wording: 'classic', operation: 'CreateTable' });

  it('list enums in the order of AWS', () => {
    expect(check({ BillingMode: 'x' }, billingMode)).to.throw('[PROVISIONED, PAY_PER_REQUEST]');
    expect(check({ TableClass: 'x' }, tableClass)).to.throw('[STANDARD, STANDARD_INFREQUENT_ACCESS]');
    const view = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'x' } };
    expect(check(view, streamSpecification)).to.throw(
      '[NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, KEYS_ONLY]',
    );
  });

  it('name every member that an index lacks', () => {
    expect(check({ Indexes: [{}] }, { name: 'Indexes', each: globalIndex })).to.throw(
      "3 validation errors detected: Value null at 'indexes.1.member.indexName' failed to satisfy constraint: Member must not be null; Value null at 'indexes.1.member.keySchema'",
    );
  });
});
