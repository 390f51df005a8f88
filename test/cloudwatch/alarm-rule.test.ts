import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { parseAlarmRule } from '../../fakes/cloudwatch/alarm-rule';

describe('CloudWatch alarm rules', () => {
  const states: Readonly<Record<string, StateValue>> = {
    a: 'ALARM',
    o: 'OK',
    i: 'INSUFFICIENT_DATA',
    'a b': 'ALARM',
  };
  const holds = (text: string) =>
    parseAlarmRule(text, 'PutCompositeAlarm').holds((name) => states[name] ?? 'OK');

  const rows: readonly [string, boolean][] = [
    ['ALARM(a)', true],
    ['ALARM("a")', true],
    ['ALARM(o)', false],
    ['OK(o)', true],
    ['INSUFFICIENT_DATA(i)', true],
    ['INSUFFICIENT_DATA ( "a" )', false],
    ['ALARM(a b)', true],
    ['TRUE', true],
    ['FALSE', false],
    ['NOT FALSE', true],
    ['NOT NOT FALSE', false],
    ['ALARM(a) AND OK(o)', true],
    ['ALARM(a) AND NOT OK(o)', false],
    ['FALSE AND FALSE OR TRUE', true],
    ['TRUE OR TRUE AND FALSE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['(ALARM(a) OR ALARM(o)) AND OK(o)', true],
  ];
  for (const [text, expected] of rows) {
    it(`${expected ? 'hold' : 'do not hold'} for ${text}`, () => expect(holds(text)).to.equal(expected));
  }

  it('name their alarms, each once', () => {
    const rule = 'ALARM("x\\"y") OR OK(b) OR ALARM(b) OR ALARM(arn:aws:cloudwatch:r:1:alarm:c)';
    expect(parseAlarmRule(rule, 'PutCompositeAlarm').alarms).to.deep.equal([
      'x"y',
      'b',
      'arn:aws:cloudwatch:r:1:alarm:c',
    ]);
  });

  const unreadable: readonly [string, string][] = [
    ['', 'Unexpected end of rule'],
    ['ALARM(a) AND', 'Unexpected end of rule'],
    ['(TRUE', 'Unexpected end of rule'],
    ['TRUE)', "Unsupported token ')' at char 4"],
    ['TRUE FALSE', "Unsupported token 'FALSE' at char 5"],
    ['()', "Unsupported token ')' at char 1"],
    ['TRUE OK(a)', "Unsupported token 'OK' at char 5"],
    ['maybe', "Unsupported token 'maybe' at char 0"],
    ['TRUE %', "Unsupported token '%' at char 5"],
    [`TRUE${' OR TRUE'.repeat(250)}`, 'More than 500 elements'],
  ];
  for (const [text, why] of unreadable) {
    it(`cannot be read from ${JSON.stringify(text).slice(0, 30)}`, () => {
      expect(() => holds(text)).to.throw(`Error in AlarmRule [${why}]`);
    });
  }

  it('do not model AT_LEAST, and say so', () => {
    expect(() => holds('AT_LEAST(2, ALARM, (a, b))')).to.throw('AT_LEAST in an AlarmRule is not modelled');
  });
});
