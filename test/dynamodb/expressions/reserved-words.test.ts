import { expect } from 'chai';
import { isReservedWord } from '../../../fakes/dynamodb/expressions/reserved-words';

describe('DynamoDB expressions: reserved words', () => {
  for (const word of [
    'ABORT',
    'status',
    'Name',
    'ZONE',
    'flattern',
    'INNTER',
    'Ttl',
    'size',
    'items',
    'url',
  ]) {
    it(`${word} is reserved`, () => expect(isReservedWord(word)).to.equal(true));
  }
  for (const word of [
    'pk',
    'sk',
    'id',
    'price',
    'statuses',
    'attribute_exists',
    'FLATTEN',
    'toString',
    'hasOwnProperty',
    '',
  ]) {
    it(`${word || 'nothing'} is not`, () => expect(isReservedWord(word)).to.equal(false));
  }
});
