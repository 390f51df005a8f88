import { expect } from 'chai';
import * as limits from '../../fakes/s3/limits';

describe('S3 limits', () => {
  it('are those of the User Guide', () => {
    expect({ ...limits }).to.deep.include({
      MAX_KEY_BYTES: 1024,
      MAX_METADATA_BYTES: 2048,
      MAX_PUT_BYTES: 5_368_709_120,
      MAX_PAGE_ITEMS: 1000,
      MAX_DELETE_ENTRIES: 1000,
      MIN_PART_BYTES: 5_242_880,
      MAX_PART_NUMBER: 10_000,
    });
  });
});
