import {
  CopyObjectCommand,
  GetBucketAclCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  PutBucketAclCommand,
  PutBucketOwnershipControlsCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type ObjectOwnership,
  type PutBucketAclCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { canonicalUserId } from '../../../fakes/s3/access/owner';
import { answerOf, caught, expectRefusal, type Refusal } from '../caught';

const Bucket = 'photos';
const object = { Bucket, Key: 'a' };
const ID = canonicalUserId('000000000000');
const OTHER = canonicalUserId('111122223333');
const ALL = 'http://acs.amazonaws.com/groups/global/AllUsers';
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers';
const LOGS = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

describe('access control lists', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const user = (id: string, Permission: string) => ({
    Grantee: { Type: 'CanonicalUser', ID: id },
    Permission,
  });
  const group = (URI: string, Permission: string) => ({ Grantee: { Type: 'Group', URI }, Permission });
  const mine = user(ID, 'FULL_CONTROL');
  const putAcl = (more: object) => client.send(new PutBucketAclCommand({ Bucket, ...more }));
  const bucketGrants = async () => (await client.send(new GetBucketAclCommand({ Bucket }))).Grants;
  const objectGrants = async () => (await client.send(new GetObjectAclCommand(object))).Grants;
  const own = (ObjectOwnership: ObjectOwnership) =>
    client.send(
      new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }),
    );
  const unblock = () =>
    client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket(Bucket).put('a', 'x');
  });
  afterEach(() => aws.unplug());

  const NOT_SUPPORTED = {
    name: 'AccessControlListNotSupported',
    status: 400,
    message: 'The bucket does not allow ACLs',
  };
  const malformed = {
    name: 'MalformedACLError',
    status: 400,
    message: 'The XML you provided was not well-formed or did not validate against our published schema',
  };
  const invalid = (message: string, ArgumentName: string, ArgumentValue: string) => ({
    name: 'InvalidArgument',
    status: 400,
    message,
    members: { ArgumentName, ArgumentValue },
  });

  describe('of buckets that own what is in them', () => {
    it('say that the owner may do everything, and cannot be changed', async () => {
      const everything = { Owner: { ID }, Grants: [mine] };
      expect(answerOf(await client.send(new GetBucketAclCommand({ Bucket })))).to.deep.equal(everything);
      expect(answerOf(await client.send(new GetObjectAclCommand(object)))).to.deep.equal(everything);
      for (const ACL of ['private', 'public-read'] as const) {
        await expectRefusal(putAcl({ ACL }), NOT_SUPPORTED);
        await expectRefusal(client.send(new PutObjectAclCommand({ ...object, ACL })), NOT_SUPPORTED);
      }
    });

    it('take new objects that grant nothing new', async () => {
      const put = (more: object) => client.send(new PutObjectCommand({ ...object, ...more }));
      await put({ ACL: 'private' });
      await put({ ACL: 'bucket-owner-full-control' });
      await put({ GrantFullControl: `id="${ID}"` });
      for (const more of [
        { ACL: 'public-read' },
        { ACL: 'bucket-owner-read' },
        { GrantRead: `id="${ID}"` },
        { GrantFullControl: `id="${OTHER}"` },
        { GrantFullControl: `uri="${ALL}"` },
      ]) {
        await expectRefusal(put(more), NOT_SUPPORTED);
      }
    });
  });

  describe('of other buckets', () => {
    beforeEach(async () => {
      await own('ObjectWriter');
      await unblock();
    });

    for (const [ACL, ...others] of [
      ['private'],
      ['public-read', group(ALL, 'READ')],
      ['public-read-write', group(ALL, 'READ'), group(ALL, 'WRITE')],
      ['authenticated-read', group(AUTHENTICATED, 'READ')],
      ['log-delivery-write', group(LOGS, 'WRITE'), group(LOGS, 'READ_ACP')],
      ['aws-exec-read', user('6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c', 'READ')],
      ['bucket-owner-read'],
      ['bucket-owner-full-control'],
    ] as const) {
      it(`${ACL} grants ${others.length} things beside the owner's`, async () => {
        await putAcl({ ACL });
        expect(await bucketGrants()).to.deep.equal([mine, ...others]);
        await client.send(new PutObjectAclCommand({ ...object, ACL: ACL as 'private' }));
        expect(await objectGrants()).to.deep.equal([mine, ...others]);
      });
    }

    it('are set by headers, one by one', async () => {
      const GrantRead = `uri="${ALL}", id=${OTHER}`;
      await putAcl({
        GrantRead,
        GrantWrite: `uri=${LOGS}`,
        GrantReadACP: `id="${ID}"`,
        GrantWriteACP: `id="${ID}"`,
        GrantFullControl: `id="${ID}"`,
      });
      const expected = [
        mine,
        group(ALL, 'READ'),
        user(OTHER, 'READ'),
        user(ID, 'READ_ACP'),
        group(LOGS, 'WRITE'),
        user(ID, 'WRITE_ACP'),
      ];
      expect(await bucketGrants()).to.deep.equal(expected);
      await client.send(new PutObjectCommand({ ...object, GrantRead }));
      expect(await objectGrants()).to.deep.equal([group(ALL, 'READ'), user(OTHER, 'READ')]);
    });

    it('are set by a document, whose owner is no other', async () => {
      const Grants = [mine, group(ALL, 'READ'), user(OTHER, 'WRITE_ACP')];
      await putAcl({ AccessControlPolicy: { Owner: { ID }, Grants } });
      expect(await bucketGrants()).to.deep.equal(Grants);
      await putAcl({ AccessControlPolicy: { Owner: { ID }, Grants: [] } });
      expect(await bucketGrants()).to.deep.equal([]);
    });

    const acl = (document: object) => ({ AccessControlPolicy: document });
    const email = {
      name: 'MethodNotAllowed',
      status: 405,
      message: 'The specified method is not allowed against this resource.',
    };
    for (const [what, more, refusal] of [
      [
        'nothing',
        {},
        {
          name: 'MissingSecurityHeader',
          status: 400,
          message: 'Your request was missing a required header',
          members: { MissingHeaderName: 'x-amz-acl' },
        },
      ],
      ['an unknown canned ACL', { ACL: 'fakeacl' }, invalid('UnknownError', 'x-amz-acl', 'fakeacl')],
      [
        'both kinds of headers',
        { ACL: 'private', GrantRead: `id="${ID}"` },
        {
          name: 'InvalidRequest',
          status: 400,
          message: 'Specifying both Canned ACLs and Header Grants is not allowed',
        },
      ],
      [
        'headers and a document',
        { ACL: 'private', ...acl({ Owner: { ID }, Grants: [] }) },
        { name: 'UnexpectedContent', status: 400, message: 'This request does not support content' },
      ],
      [
        'a grant of another format',
        { GrantRead: 'fakekey="x"' },
        invalid('Argument format not recognized', 'x-amz-grant-read', 'fakekey="x"'),
      ],
      [
        'an unknown group',
        { GrantRead: 'uri="http://fake"' },
        invalid('Invalid group uri', 'uri', 'http://fake'),
      ],
      ['an id that is none', { GrantWrite: 'id="abc"' }, invalid('Invalid id', 'id', 'abc')],
      ['an e-mail address', { GrantWriteACP: 'emailAddress="a@b.c"' }, email],
      ['a document without an owner', acl({ Grants: [] }), malformed],
      ['a document without grants', acl({ Owner: { ID } }), malformed],
      [
        'a document of nobody',
        acl({ Owner: { ID: 'x' }, Grants: [] }),
        invalid('Invalid id', 'CanonicalUser/ID', 'x'),
      ],
      ['a grant to nobody', acl({ Owner: { ID }, Grants: [{ Permission: 'READ' }] }), malformed],
      ['a grant of nothing', acl({ Owner: { ID }, Grants: [{ ...mine, Permission: undefined }] }), malformed],
      [
        'a grant of something else',
        acl({ Owner: { ID }, Grants: [{ ...mine, Permission: 'EAT' }] }),
        malformed,
      ],
      [
        'another kind of grantee',
        acl({ Owner: { ID }, Grants: [{ ...mine, Grantee: { Type: 'Dog' } }] }),
        malformed,
      ],
      [
        'an unknown group in a document',
        acl({ Owner: { ID }, Grants: [group('x', 'READ')] }),
        invalid('Invalid group uri', 'Group/URI', 'x'),
      ],
      [
        'an unknown user in a document',
        acl({ Owner: { ID }, Grants: [user('x', 'READ')] }),
        invalid('Invalid id', 'CanonicalUser/ID', 'x'),
      ],
      [
        'an e-mail address in a document',
        acl({
          Owner: { ID },
          Grants: [{ ...mine, Grantee: { Type: 'AmazonCustomerByEmail', EmailAddress: 'a@b.c' } }],
        }),
        email,
      ],
    ] as [string, Partial<PutBucketAclCommandInput>, Refusal][]) {
      it(`refuse ${what}`, async () => {
        await expectRefusal(putAcl(more), refusal);
        await expectRefusal(client.send(new PutObjectAclCommand({ ...object, ...more })), refusal);
        expect(await bucketGrants()).to.deep.equal([mine]);
        expect(await objectGrants()).to.deep.equal([mine]);
      });
    }

    it('that are public are refused where the bucket blocks them', async () => {
      await client.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        }),
      );
      const refusal = (action: string, resource: string) => ({
        name: 'AccessDenied',
        status: 403,
        message: `User: arn:aws:iam::000000000000:user/test is not authorized to perform: ${action} on resource: "${resource}" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
      });
      const ACL = 'public-read';
      await expectRefusal(putAcl({ ACL }), refusal('s3:PutBucketAcl', 'arn:aws:s3:::photos'));
      await expectRefusal(
        client.send(new PutObjectAclCommand({ ...object, ACL })),
        refusal('s3:PutObjectAcl', 'arn:aws:s3:::photos/a'),
      );
      await expectRefusal(
        client.send(new PutObjectCommand({ ...object, ACL })),
        refusal('s3:PutObject', 'arn:aws:s3:::photos/a'),
      );
      await putAcl({ ACL: 'log-delivery-write' });
    });

    it('go with an object in copies only if they are asked for, and keep buckets from enforcing their ownership', async () => {
      await client.send(new PutObjectCommand({ ...object, ACL: 'public-read' }));
      await client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'photos/a' }));
      expect((await client.send(new GetObjectAclCommand({ Bucket, Key: 'b' }))).Grants).to.deep.equal([mine]);
      await client.send(
        new CopyObjectCommand({ Bucket, Key: 'b', CopySource: 'photos/a', ACL: 'public-read' }),
      );
      expect((await client.send(new GetObjectAclCommand({ Bucket, Key: 'b' }))).Grants).to.have.length(2);
      await putAcl({ ACL: 'public-read' });
      expect((await caught(own('BucketOwnerEnforced'))).name).to.equal('InvalidBucketAclWithObjectOwnership');
      await putAcl({ ACL: 'private' });
      await own('BucketOwnerEnforced');
      expect(await objectGrants()).to.deep.equal([mine]);
    });

    it('belong to who wrote the object, unless the bucket’s owner is preferred and gets full control', async () => {
      const theirs = new S3Client({ credentials: aws.iam.root('111122223333').credentials });
      aws.s3.bucket(Bucket).allow('s3:*', { principal: '111122223333' });
      const owner = async (more: object = {}) => {
        await theirs.send(new PutObjectCommand({ ...object, ...more }));
        return (await theirs.send(new GetObjectAclCommand(object))).Owner?.ID;
      };
      const read = () =>
        client.send(new GetObjectCommand(object)).then(
          () => 'read',
          (error: Error) => error.message,
        );
      expect(await owner()).to.equal(OTHER);
      expect(await read()).to.equal('Access Denied');
      expect(await owner({ ACL: 'bucket-owner-full-control' })).to.equal(OTHER);
      expect(await read()).to.equal('read');
      aws.s3.bucket(Bucket).deny('s3:GetObject', { principal: '000000000000' }).detach('1m');
      expect(await read()).to.equal('Access Denied');
      await aws.clock.advance('1m');
      expect(await objectGrants()).to.deep.equal([user(OTHER, 'FULL_CONTROL'), user(ID, 'FULL_CONTROL')]);
      await own('BucketOwnerPreferred');
      expect(await owner()).to.equal(OTHER);
      expect(await owner({ ACL: 'bucket-owner-full-control' })).to.equal(ID);
    });
  });

  it('decide what others may do', async () => {
    await own('ObjectWriter');
    await unblock();
    const theirs = aws.iam.user('al', { accountId: '111122223333' });
    theirs.allow('s3:*');
    const other = new S3Client({ credentials: theirs.credentials });
    const url = `https://${Bucket}.s3.amazonaws.com/a`;
    const read = async () => {
      const signed = await other.send(new GetObjectCommand(object)).then(
        () => 200,
        () => 403,
      );
      return [signed, (await aws.s3.fetch(url)).status];
    };
    const put = (ACL: string) => client.send(new PutObjectAclCommand({ ...object, ACL: ACL as 'private' }));
    expect(await read()).to.deep.equal([403, 403]);
    await put('authenticated-read');
    expect(await read()).to.deep.equal([200, 403]);
    await put('public-read');
    expect(await read()).to.deep.equal([200, 200]);
    await client.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }),
    );
    expect(await read()).to.deep.equal([403, 403]);
    await client.send(new PutObjectAclCommand({ ...object, GrantRead: `id="${OTHER}"` }));
    expect(await read()).to.deep.equal([200, 403]);
    await client.send(new PutObjectAclCommand({ ...object, GrantWriteACP: `id="${OTHER}"` }));
    expect(await read()).to.deep.equal([403, 403]);
    await own('BucketOwnerEnforced');
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
    expect(await read()).to.deep.equal([403, 403]);
  });

  it('of a bucket let others list it and write to it', async () => {
    await own('BucketOwnerPreferred');
    await unblock();
    const theirs = aws.iam.user('al', { accountId: '111122223333' });
    theirs.allow('s3:*');
    const other = new S3Client({ credentials: theirs.credentials });
    const put = () =>
      other.send(new PutObjectCommand({ Bucket, Key: 'b', ACL: 'bucket-owner-full-control' }));
    await putAcl({ ACL: 'public-read' });
    expect((await aws.s3.fetch(`https://${Bucket}.s3.amazonaws.com/?list-type=2`)).status).to.equal(200);
    expect((await caught(put())).name).to.equal('AccessDenied');
    await putAcl({ ACL: 'public-read-write' });
    await put();
  });
});
