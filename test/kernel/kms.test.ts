import { expect } from 'chai';
import { fakeAws, FakeMisuse } from '../../fakes';
import { kmsKeyArn, kmsKeys, regionOfKmsArn } from '../../fakes/kernel/kms';

const ID = '134f2428-cec1-4b25-a1ae-9048164dba47';
const BEGIN = 'arn:aws:kms:us-east-1:000000000000';

describe('keys of KMS', () => {
  const arnOf = (id: string) => kmsKeyArn(id, 'us-east-1', '000000000000');

  it('are known by id, alias and ARN', () => {
    expect(arnOf(ID)).to.equal(`${BEGIN}:key/${ID}`);
    expect(arnOf(`arn:aws:kms:eu-west-1:111122223333:key/${ID}`)).to.equal(
      `arn:aws:kms:eu-west-1:111122223333:key/${ID}`,
    );
    expect(arnOf(`mrk-${'0'.repeat(32)}`)).to.equal(`${BEGIN}:key/mrk-${'0'.repeat(32)}`);
    expect(arnOf('alias/photos')).to.match(
      new RegExp(`^${BEGIN}:key/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`),
    );
    expect(arnOf('alias/photos')).to.equal(arnOf(`${BEGIN}:alias/photos`));
    expect(arnOf('alias/photos')).to.not.equal(arnOf('alias/films'));
    for (const id of ['fake', `${BEGIN}:key/fake`, 'arn:aws:s3:::b', ''])
      expect(arnOf(id)).to.equal(undefined);
    expect([regionOfKmsArn(`${BEGIN}:key/x`), regionOfKmsArn(ID)]).to.deep.equal(['us-east-1', undefined]);
  });

  it('work unless a test says otherwise', () => {
    const aws = fakeAws({ seed: 1 });
    try {
      const keys = kmsKeys(aws.world.store);
      const key = aws.kms.key(ID);
      const states = [
        () => key.disable(),
        () => key.scheduleDeletion(),
        () => key.remove(),
        () => key.enable(),
      ].map((change) => {
        change();
        return keys.get(key.arn);
      });
      expect(states).to.deep.equal(['Disabled', 'PendingDeletion', 'Missing', undefined]);
      expect(() => aws.kms.key('fake')).to.throw(FakeMisuse, "aws.kms.key('fake')");
    } finally {
      aws.unplug();
    }
  });
});
