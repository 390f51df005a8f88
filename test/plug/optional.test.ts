import { expect } from 'chai';
import Module from 'node:module';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClientClass } from '../../fakes/plug/optional';

type Load = (request: string, ...rest: unknown[]) => unknown;

describe('plug/optional', () => {
  // Node has no public way to make a package missing.
  const load = Reflect.get(Module, '_load') as Load;
  afterEach(() => {
    Reflect.set(Module, '_load', load);
  });
  const failLoading = (error: Error): void => {
    const failing: Load = (request, ...rest) => {
      if (request === '@aws-sdk/lib-dynamodb') throw error;
      return load.call(Module, request, ...rest);
    };
    Reflect.set(Module, '_load', failing);
  };

  it('finds the DocumentClient where lib-dynamodb is installed', () => {
    expect(documentClientClass()).to.equal(DynamoDBDocumentClient);
  });

  it('does without it where it is not', () => {
    failLoading(
      Object.assign(new Error("Cannot find module '@aws-sdk/lib-dynamodb'"), { code: 'MODULE_NOT_FOUND' }),
    );
    expect(documentClientClass()).to.equal(undefined);
  });

  it('does not hide that it is broken', () => {
    failLoading(new SyntaxError('broken'));
    expect(() => documentClientClass()).to.throw(SyntaxError, 'broken');
  });
});
