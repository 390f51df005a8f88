import { expect } from 'chai';
import {
  checkAlarmBasics,
  checkAlarmName,
  checkEnum,
  checkLength,
  checkMaxRecords,
  checkTags,
  toTags,
} from '../../fakes/cloudwatch/alarm-checks';

describe('CloudWatch alarm checks', () => {
  const least = 'Member must have length greater than or equal to 1';
  const most = (count: number) => `Member must have length less than or equal to ${count}`;
  const tags = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: `k${i}`, Value: 'v' }));
  const basics = { AlarmName: 'a', AlarmRule: 'TRUE' };

  const rows: readonly [title: string, fine: () => void, wrong: () => void, message: string][] = [
    ['an empty name', () => checkAlarmName('a', 'm'), () => checkAlarmName('', 'm'), least],
    [
      'a name of 256 characters',
      () => checkAlarmName('a'.repeat(255), 'm'),
      () => checkAlarmName('a'.repeat(256), 'm'),
      most(255),
    ],
    [
      'control characters in a name',
      () => checkAlarmName('a b', 'm'),
      () => checkAlarmName('a\nb', 'm'),
      'AlarmName must not contain ASCII control characters',
    ],
    [
      'a short text',
      () => checkLength('ab', 'm', 2, 3),
      () => checkLength('a', 'm', 2, 3),
      'greater than or equal to 2',
    ],
    [
      'a long text',
      () => checkLength('abc', 'm', 2, 3),
      () => checkLength('abcd', 'm', 2, 3),
      'less than or equal to 3',
    ],
    [
      'no records',
      () => checkMaxRecords(undefined, 100),
      () => checkMaxRecords(0, 100),
      'Member must have value greater than or equal to 1',
    ],
    [
      'too many records',
      () => checkMaxRecords(100, 100),
      () => checkMaxRecords(101, 100),
      'Member must have value less than or equal to 100',
    ],
    [
      'an unknown value',
      () => checkEnum('a', 'm', ['a', 'b']),
      () => checkEnum('c', 'm', ['a', 'b']),
      "Value 'c' at 'm' failed to satisfy constraint: Member must satisfy enum value set: [a, b]",
    ],
    ['51 tags', () => checkTags(tags(50)), () => checkTags(tags(51)), 'A resource can have at most 50 tags'],
    [
      'a tag without a key',
      () => checkTags([{ Key: 'k', Value: '' }]),
      () => checkTags([{ Key: '', Value: '' }]),
      least,
    ],
    [
      'a long key',
      () => checkTags([{ Key: 'k'.repeat(128), Value: '' }]),
      () => checkTags([{ Key: 'k'.repeat(129), Value: '' }]),
      most(128),
    ],
    [
      'a long tag value',
      () => checkTags([{ Key: 'k', Value: 'v'.repeat(256) }]),
      () => checkTags([{ Key: 'k', Value: 'v'.repeat(257) }]),
      most(256),
    ],
    [
      'a tag of AWS',
      () => checkTags([{ Key: 'xaws:', Value: '' }]),
      () => checkTags([{ Key: 'AWS:x', Value: '' }]),
      'Tag keys must not begin with aws:',
    ],
    [
      'a long description',
      () => checkAlarmBasics({ ...basics, AlarmDescription: 'd'.repeat(1_024) }),
      () => checkAlarmBasics({ ...basics, AlarmDescription: 'd'.repeat(1_025) }),
      most(1_024),
    ],
    [
      'six actions',
      () => checkAlarmBasics({ ...basics, AlarmActions: Array(5).fill('x') }),
      () => checkAlarmBasics({ ...basics, OKActions: Array(6).fill('x') }),
      "Value '[x, x, x, x, x, x]' at 'oKActions' failed to satisfy constraint: Member must have length less than or equal to 5",
    ],
  ];
  for (const [title, fine, wrong, message] of rows) {
    it(`refuse ${title}`, () => {
      fine();
      expect(wrong).to.throw(message);
    });
  }

  it('refuse a tag without a value', () => {
    const message =
      "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null";
    expect(() => checkTags([{ Key: 'k', Value: undefined }])).to.throw(message);
  });

  it('make a map of tags, the last of a key winning', () => {
    expect(toTags([...tags(1), { Key: 'k0', Value: 'w' }])).to.deep.equal({ k0: 'w' });
    expect(toTags(undefined)).to.deep.equal({});
  });
});
