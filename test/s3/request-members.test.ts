import { expect } from 'chai';
import * as lists from '../../fakes/s3/request-members';

describe('S3 lists of request members', () => {
  it('name every member once', () => {
    for (const list of Object.values(lists)) expect(new Set(list).size).to.equal(list.length);
  });
});
