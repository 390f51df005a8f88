import { expect } from 'chai';
import * as sdk from '@aws-sdk/client-s3';

/** What a rejected call must look like: the SDK's exception with exactly these members of S3's answer. */
export interface Refusal {
  readonly name: string;
  readonly status: number;
  readonly message: string;
  readonly members?: Readonly<Record<string, string>>;
}

const OF_EVERY_ANSWER = [
  '$fault',
  '$retryable',
  '$metadata',
  'name',
  'message',
  'Code',
  'RequestId',
  'HostId',
];

/** The error that a promise rejects with. */
export async function caught(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a rejection');
}

/** Expects an error whose body S3 sent: name, class, status, message and members, all as the SDK shows them. */
export async function expectRefusal(
  promise: Promise<unknown>,
  refusal: Refusal,
): Promise<Error & Record<string, unknown>> {
  const error = await caught(promise);
  const { name, status, message, members = {} } = refusal;
  expect({ name: error.name, message: error.message }).to.deep.equal({ name, message });
  expect(error).to.be.instanceOf(Reflect.get(sdk, name) ?? sdk.S3ServiceException);
  expect(error['$fault']).to.equal(status < 500 ? 'client' : 'server');
  expect(error['$metadata']).to.include({ httpStatusCode: status });
  expect(error['Code']).to.equal(name);
  expect(error['RequestId']).to.match(/^[0-9A-F]{16}$/);
  expect(error['HostId']).to.be.a('string');
  const own = Object.entries(error).filter(
    ([key]) => !OF_EVERY_ANSWER.includes(key) && error[key] !== undefined,
  );
  expect(Object.fromEntries(own)).to.deep.equal(members);
  return error;
}

/** Expects an error without a body, as HEAD and 304 have it. */
export async function expectBodyless(
  promise: Promise<unknown>,
  status: number,
): Promise<Error & Record<string, unknown>> {
  const error = await caught(promise);
  expect(error.name).to.equal(status === 404 ? 'NotFound' : 'Unknown');
  expect(error.message).to.equal('UnknownError');
  expect(error['$metadata']).to.include({ httpStatusCode: status });
  expect(Object.keys(error)).to.not.include.members(['Code', 'RequestId', 'HostId']);
  return error;
}

/** An answer without `$metadata` and other members that a test does not look at. */
export function answerOf<T extends object, K extends keyof T = never>(
  output: T,
  ...except: K[]
): Omit<T, K | '$metadata'> {
  const ignored: PropertyKey[] = ['$metadata', ...except];
  return Object.fromEntries(Object.entries(output).filter(([key]) => !ignored.includes(key))) as Omit<
    T,
    K | '$metadata'
  >;
}
