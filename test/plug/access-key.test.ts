import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { accessKeyIdOf } from '../../fakes/plug/access-key';

describe('accessKeyIdOf', () => {
  const keyOf = (configuration: S3ClientConfig) => accessKeyIdOf(new S3Client(configuration));
  const NAME = 'AWS_ACCESS_KEY_ID';
  let before: string | undefined;
  beforeEach(() => {
    before = process.env[NAME];
    delete process.env[NAME];
  });
  afterEach(() => {
    if (before === undefined) delete process.env[NAME];
    else process.env[NAME] = before;
  });

  it('is that of the credentials the client was given, as they are or by a function', async () => {
    const credentials = { accessKeyId: 'AKIAMINE', secretAccessKey: 'x' };
    expect(await keyOf({ credentials })).to.equal('AKIAMINE');
    expect(await keyOf({ credentials: async () => credentials })).to.equal('AKIAMINE');
  });

  it('is that of the environment for a client without any, and never looks further', async () => {
    expect(await keyOf({})).to.equal(undefined);
    process.env[NAME] = 'AKIAENV';
    expect(await keyOf({})).to.equal('AKIAENV');
  });

  it('is none when the provider fails', async () => {
    process.env[NAME] = 'AKIAENV';
    expect(await keyOf({ credentials: () => Promise.reject(new Error('expired')) })).to.equal(undefined);
  });
});
