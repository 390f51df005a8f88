import { fakeAws, type FakeAws } from '../../../fakes';
import { createTable } from '../arrange';
import { MALFORMED, refused } from './statements';

describe('DynamoDB.PartiQL problems', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
  });
  afterEach(() => aws.unplug());

  it('says of a text that it is not well formed, with or without a detail', async () => {
    await refused('SELECT * FROM "t00" WHERE', `${MALFORMED}Unexpected term`);
    await refused('SELECT * FROM "t00" #', MALFORMED);
  });

  it('says of a path where it stands', () =>
    refused(`SELECT pk,\n 1 FROM "t00"`, 'Unexpected path component at 2:2:1'));

  it('words what expressions refuse without the name of a parameter', () =>
    refused(
      `SELECT * FROM "t00" WHERE pk = 'a' AND begins_with(n)`,
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ));
});
