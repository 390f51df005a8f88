import { expect } from 'chai';
import type { CallWording, ErrorWording } from '../../../fakes/dynamodb/errors';
import {
  checkedNames,
  checkedValues,
  namesWithoutExpression,
  unusedPlaceholders,
  valuesWithoutExpression,
} from '../../../fakes/dynamodb/expressions/placeholder-checks';
import { refusal } from '../refusal';

const at = (operation: string, wording: ErrorWording = '2026'): CallWording => ({ operation, wording });

describe('DynamoDB expressions: placeholders', () => {
  it('takes names and values, or none', () => {
    expect(checkedNames(undefined, at('Scan'))).to.deep.equal({});
    expect(checkedValues(undefined, at('Scan'))).to.deep.equal({});
    expect(checkedNames({ '#a_1': 'a.b' }, at('Scan'))).to.deep.equal({ '#a_1': 'a.b' });
    expect(checkedValues({ ':1': { N: '1.0' } }, at('Scan'))).to.deep.equal({ ':1': { N: '1' } });
  });

  const names: [names: Record<string, string>, message: string][] = [
    [{}, 'ExpressionAttributeNames must not be empty'],
    [{ a: 'a' }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"'],
    [{ '#': 'a' }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#"'],
    [{ '#a-b': 'a' }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a-b"'],
    [{ '#a\n': 'a' }, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "#a\n"'],
    [{ '#a': '' }, 'ExpressionAttributeNames contains invalid value: Empty attribute name for key #a'],
    [
      { '#a': 'x'.repeat(65_536) },
      'ExpressionAttributeNames contains invalid value: Attribute name is too large, must be less than 65536 bytes for key #a',
    ],
    [
      { [`#${'a'.repeat(255)}`]: 'a' },
      'ExpressionAttributeNames contains invalid key: The expression attribute map contains a key that is too long; size of key: 256',
    ],
  ];
  for (const [given, message] of names) {
    it(`refuses names: ${message.slice(0, 90)}`, () => {
      expect(refusal(() => checkedNames(given, at('Query')))).to.equal(message);
      expect(refusal(() => checkedNames(given, at('PutItem')))).to.equal(
        `1 validation error detected: ${message}`,
      );
    });
  }

  it('accepts placeholders of 255 bytes and names of 65535', () => {
    expect(refusal(() => checkedNames({ [`#${'a'.repeat(254)}`]: 'x'.repeat(65_535) }, at('Scan')))).to.equal(
      undefined,
    );
  });

  it('refuses values', () => {
    expect(refusal(() => checkedValues({}, at('Scan')))).to.equal(
      'ExpressionAttributeValues must not be empty',
    );
    expect(refusal(() => checkedValues({ v: { S: '' } }, at('Scan')))).to.equal(
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"',
    );
    expect(refusal(() => checkedValues({ ':v': { SS: [] } }, at('Scan')))).to.equal(
      'ExpressionAttributeValues contains invalid value: ' +
        'One or more parameter values were invalid: An string set  may not be empty for key :v',
    );
  });

  const ONLY = 'ExpressionAttributeValues can only be specified when using expressions';
  const without: [CallWording, message: string][] = [
    [at('PutItem'), `1 validation error detected: ${ONLY}`],
    [at('PutItem', 'classic'), `${ONLY}: ConditionExpression is null`],
    [at('DeleteItem', 'classic'), `${ONLY}: ConditionExpression is null`],
    [at('UpdateItem', 'classic'), `${ONLY}: UpdateExpression and ConditionExpression are null`],
    [at('Query'), `${ONLY}: FilterExpression and KeyConditionExpression are null`],
    [at('Scan'), `${ONLY}: FilterExpression is null`],
    [at('TransactWriteItems'), ONLY],
  ];
  for (const [wording, message] of without) {
    it(`words values without an expression of ${wording.operation} (${wording.wording})`, () => {
      expect(valuesWithoutExpression(wording).message).to.equal(message);
    });
  }

  it('words names without an expression, and unused ones', () => {
    expect(namesWithoutExpression(at('DeleteItem')).message).to.equal(
      '1 validation error detected: ExpressionAttributeNames can only be specified when using expressions',
    );
    expect(unusedPlaceholders('ExpressionAttributeNames', ['#a', '#b'], at('Query')).message).to.equal(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}',
    );
  });
});
