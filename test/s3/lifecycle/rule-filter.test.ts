import type { LifecycleRuleFilter } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { appliesTo, namesSize } from '../../../fakes/s3/lifecycle/rule-filter';

describe('S3 lifecycle filters', () => {
  const tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  const subject = { key: 'logs/x', tags, size: 10 };
  const filtered = (Filter: LifecycleRuleFilter) => appliesTo({ Status: 'Enabled', Filter }, subject);
  const rows: [LifecycleRuleFilter, boolean][] = [
    [{}, true],
    [{ Prefix: 'logs/' }, true],
    [{ Prefix: 'log2' }, false],
    [{ Tag: { Key: 'a', Value: '1' } }, true],
    [{ Tag: { Key: 'a', Value: '2' } }, false],
    [{ ObjectSizeGreaterThan: 9 }, true],
    [{ ObjectSizeGreaterThan: 10 }, false],
    [{ ObjectSizeLessThan: 11 }, true],
    [{ ObjectSizeLessThan: 10 }, false],
    [{ And: { Prefix: 'logs/', Tags: tags, ObjectSizeGreaterThan: 9, ObjectSizeLessThan: 11 } }, true],
    [{ And: { Prefix: 'logs/', Tags: [...tags, { Key: 'c', Value: '3' }] } }, false],
    [{ And: { Prefix: 'x', Tags: tags } }, false],
    [{ And: { Prefix: 'logs/', ObjectSizeLessThan: 10 } }, false],
  ];
  for (const [filter, expected] of rows) {
    it(`${JSON.stringify(filter)}: ${expected}`, () => expect(filtered(filter)).to.equal(expected));
  }

  it('count for enabled rules only, by the prefix of old as well', () => {
    expect(appliesTo({ Status: 'Disabled', Filter: {} }, subject)).to.equal(false);
    expect(appliesTo({ Status: 'Enabled', Prefix: 'logs' }, subject)).to.equal(true);
    expect(appliesTo({ Status: 'Enabled', Prefix: 'x' }, subject)).to.equal(false);
  });

  it('of tags and sizes pass over what has neither', () => {
    const marker = { key: 'logs/x' };
    for (const Filter of [
      { Tag: { Key: 'a', Value: '1' } },
      { ObjectSizeGreaterThan: 0 },
      { ObjectSizeLessThan: 99 },
    ])
      expect(appliesTo({ Status: 'Enabled', Filter }, marker)).to.equal(false);
  });

  it('may name a size', () => {
    const sized = [
      { ObjectSizeGreaterThan: 0 },
      { ObjectSizeLessThan: 1 },
      { And: { ObjectSizeLessThan: 1 } },
    ];
    for (const Filter of sized) expect(namesSize({ Status: 'Enabled', Filter })).to.equal(true);
    for (const Filter of [{}, { Prefix: 'a' }, { And: { Prefix: 'a' } }])
      expect(namesSize({ Status: 'Enabled', Filter })).to.equal(false);
    expect(namesSize({ Status: 'Enabled', Prefix: '' })).to.equal(false);
  });
});
