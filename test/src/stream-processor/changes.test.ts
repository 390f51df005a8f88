import { expect } from 'chai';
import { AttributeTypeError } from '../../../src/shared/attributes';
import { diffWatched, watchedLabel, watchedMetadata } from '../../../src/stream-processor/changes';

const metadata = { place_id: { S: 'pl-1' }, merchant_name: { S: 'Bakery' }, timestamp: { S: '2025' } };
const label = { timestamp_added: { S: '2025' } };

describe('watchedMetadata', () => {
  it('reads NULL and absent fields as ""', () => {
    expect(watchedMetadata({ ...metadata, address: { NULL: true } })).to.deep.equal({
      canonical_merchant_name: '',
      merchant_name: 'Bakery',
      merchant_category: '',
      address: '',
      phone_number: '',
      place_id: 'pl-1',
    });
  });

  for (const name of ['place_id', 'merchant_name', 'timestamp']) {
    it(`refuses an item without ${name}`, () => {
      expect(() => watchedMetadata({ ...metadata, [name]: { NULL: true } })).to.throw(
        AttributeTypeError,
        `${name} is missing`,
      );
    });
  }

  it('refuses a field of another type', () => {
    expect(() => watchedMetadata({ ...metadata, address: { N: '1' } })).to.throw(
      AttributeTypeError,
      'address is not a string',
    );
  });

  it('is null without an item', () => {
    expect([watchedMetadata(undefined), watchedLabel(undefined, 'DATE')]).to.deep.equal([null, null]);
  });
});

describe('watchedLabel', () => {
  it('takes the label from the key and NONE for a missing status', () => {
    expect(watchedLabel(label, 'DATE')).to.deep.equal({
      label: 'DATE',
      reasoning: null,
      validation_status: 'NONE',
      label_proposed_by: null,
      label_consolidated_from: null,
    });
  });

  it('refuses an item without timestamp_added', () => {
    expect(() => watchedLabel({}, 'DATE')).to.throw(AttributeTypeError, 'timestamp_added is missing');
  });
});

describe('diffWatched', () => {
  const rows: [string, Parameters<typeof diffWatched>, object][] = [
    ['equal entities', [{ a: '1' }, { a: '1' }], {}],
    [
      'a changed field',
      [
        { a: '1', b: '2' },
        { a: '3', b: '2' },
      ],
      { a: { old: '1', new: '3' } },
    ],
    ['a new entity', [null, { a: '1', b: null }], { a: { old: null, new: '1' } }],
    [
      'a removed entity',
      [{ a: '1', b: null, c: '' }, null],
      { a: { old: '1', new: null }, c: { old: '', new: null } },
    ],
    ['no entity at all', [null, null], {}],
  ];
  for (const [what, given, changes] of rows) {
    it(`of ${what}`, () => {
      expect(diffWatched(...given)).to.deep.equal(changes);
    });
  }
});
