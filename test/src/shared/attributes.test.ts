import { expect } from 'chai';
import {
  AttributeTypeError,
  numberAttribute,
  requiredNumber,
  requiredString,
  stringAttribute,
} from '../../../src/shared/attributes';

const item = { text: { S: 'a' }, empty: { NULL: true }, count: { N: '12' } };

describe('attributes', () => {
  it('read strings, and null for NULL or nothing', () => {
    expect(
      ['text', 'empty', 'other', 'constructor'].map((name) => stringAttribute(item, name)),
    ).to.deep.equal(['a', null, null, null]);
    expect(() => stringAttribute(item, 'count')).to.throw(AttributeTypeError, 'count is not a string');
  });

  it('insist on required strings', () => {
    expect(requiredString(item, 'text')).to.equal('a');
    expect(() => requiredString(item, 'empty')).to.throw(AttributeTypeError, 'empty is missing');
  });

  it('insist on required numbers', () => {
    expect(requiredNumber(item, 'count')).to.equal(12);
    expect(() => requiredNumber(item, 'other')).to.throw(AttributeTypeError, 'other is missing');
  });

  it('read numbers, and null for NULL or nothing', () => {
    expect(['count', 'empty', 'other'].map((name) => numberAttribute(item, name))).to.deep.equal([
      12,
      null,
      null,
    ]);
    expect(() => numberAttribute(item, 'text')).to.throw(AttributeTypeError, 'text is not a number');
  });
});
