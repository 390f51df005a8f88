import { expect } from 'chai';
import { wrongType } from '../../fakes/dynamodb/wrong-type';

describe('DynamoDB values of the wrong type', () => {
  const rows: readonly (readonly [string, unknown, string])[] = [
    ['string', 5, 'NUMBER_VALUE cannot be converted to String'],
    ['string', ['a'], 'Start of list found where not expected'],
    ['string', { a: 1 }, 'Start of structure or map found where not expected.'],
    ['list', 'a', 'Expected list or null'],
    ['map', 'a', 'Expected map or null'],
    ['a union', 'a', 'Expected null'],
  ];
  for (const [expected, value, message] of rows) {
    it(`are refused: ${JSON.stringify(value)} where ${expected} is expected`, () => {
      const error = wrongType(expected, value);
      expect(error.name).to.equal('SerializationException');
      expect(error.message).to.equal(message);
    });
  }
});
