import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import { explore, replay, type ExploreOptions } from '../../../fakes';

const s3 = new S3Client({});
const pointer = { Bucket: 'lists', Key: 'names' };

/** Adds its name to a list in S3. With a condition it tries again when somebody was faster; without, the last one wins. */
const add = (name: string, careful: boolean) => async (): Promise<void> => {
  for (;;) {
    const { Body, ETag } = await s3.send(new GetObjectCommand(pointer));
    const names = [...JSON.parse((await Body?.transformToString()) ?? ''), name];
    const write = { ...pointer, Body: JSON.stringify(names), ...(careful ? { IfMatch: ETag } : {}) };
    const done = await s3.send(new PutObjectCommand(write)).catch((error: Error) => error.name);
    if (done !== 'PreconditionFailed') return;
  }
};

const scenario = (names: readonly string[], careful: boolean): ExploreOptions => ({
  arrange: (aws) => void aws.s3.bucket('lists').put('names', '[]'),
  tasks: Object.fromEntries(names.map((name) => [name, add(name, careful)])),
  assert: ({ aws }) => {
    const listed = JSON.parse(aws.s3.bucket('lists').get('names')?.text ?? '') as string[];
    expect(listed).to.have.members(names);
  },
});

it('workloads come from fast-check, every order of each from explore', async () => {
  const names = fc.uniqueArray(fc.constantFrom('ann', 'bob', 'cleo'), { minLength: 1, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(names, async (some) => void (await explore(scenario(some, true)))),
    { numRuns: 5, seed: 1 },
  );
});

it('orders come from fast-check: a tape of numbers, shrunk to the smallest that fails', async () => {
  const tape = fc.array(fc.nat(1)); // at each step: 0, whoever runs goes on; 1, the next one does
  const found = await fc.check(
    fc.asyncProperty(tape, async (numbers) => {
      const { failures } = await replay(numbers, scenario(['ann', 'bob'], false));
      expect(failures).to.equal(0);
    }),
    { seed: 1 },
  );
  expect(found.counterexample).to.deep.equal([[0, 1]]);
});
