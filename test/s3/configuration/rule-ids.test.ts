import { expect } from 'chai';
import { requireUniqueIds } from '../../../fakes/s3/configuration/rule-ids';

describe('S3 rule ids', () => {
  it('may be left out, and are at most 255 characters', () => {
    requireUniqueIds([{}, {}, { ID: '😀'.repeat(255) }, { ID: 'b' }]);
    expect(() => requireUniqueIds([{ ID: 'a'.repeat(256) }])).to.throw(
      'ID length should not exceed allowed limit of 255',
    );
  });

  it('are unique', () => {
    expect(() => requireUniqueIds([{ ID: 'a' }, { ID: 'b' }, { ID: 'a' }])).to.throw(
      'Rule ID must be unique. Found same ID for more than one rule',
    );
  });
});
