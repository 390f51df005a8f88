import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import type { OperationRow } from '../../../fakes/kernel/operation';
import { operationShape } from '../../../fakes/kernel/shape';
import { s3 } from '../../../fakes/s3/service';
import type { S3State } from '../../../fakes/s3/state';
import { arrangeS3 } from '../../laws/samples/s3';
import type { Samples } from '../../laws/samples/samples';

/** Members of the SDK's schema, whatever the row models. */
function inputMembers({ command }: OperationRow<S3State>): readonly string[] {
  const { schema } = new command({} as never) as unknown as { schema: Parameters<typeof operationShape>[0] };
  return operationShape(schema).input.members;
}

describe('S3 with the owner that a request expects', () => {
  let aws: FakeAws;
  let samples: Samples;
  before(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    samples = await arrangeS3();
  });
  after(() => aws.unplug());

  for (const member of ['ExpectedBucketOwner', 'ExpectedSourceBucketOwner']) {
    for (const row of s3.operations.filter((one) => inputMembers(one).includes(member))) {
      it(`${row.name} compares ${member}`, async () => {
        const outcome = async (owner: string): Promise<string> => {
          const mark = aws.mark();
          const input = { ...samples[`S3.${row.name}`], [member]: owner };
          const error: unknown = await new S3Client({}).send(new row.command(input as never) as never).then(
            () => undefined,
            (reason: unknown) => reason,
          );
          aws.restore(mark);
          if (error === undefined) return 'done';
          const { name, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
          return `${$metadata.httpStatusCode} ${row.name.startsWith('Head') ? '' : name}`.trim();
        };
        const isHead = row.name.startsWith('Head');
        expect(await outcome('111122223333')).to.equal(isHead ? '403' : '403 AccessDenied');
        expect(await outcome('abcd')).to.equal(isHead ? '400' : '400 InvalidBucketOwnerAWSAccountID');
        expect(await outcome('000000000000')).to.not.contain('403');
      });
    }
  }
});
