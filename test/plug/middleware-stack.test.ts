import { S3Client, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-s3';
import type { BuildMiddleware } from '@smithy/types';
import { expect } from 'chai';
import { entriesOf } from '../../fakes/plug/middleware-stack';

describe('plug/middleware-stack', () => {
  it('lists what was added, absolute and relative, with the options it was added with', () => {
    const { middlewareStack } = new S3Client({});
    const own: BuildMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => next(args);
    middlewareStack.add(own, { step: 'build', name: 'own', tags: ['a'] });
    middlewareStack.addRelativeTo(own, { name: 'beside', relation: 'after', toMiddleware: 'own' });
    const entries = entriesOf(middlewareStack);
    const names = entries.map(([, { name }]) => name);
    expect(names).to.include.members(['retryMiddleware', 'serializerMiddleware', 'own', 'beside']);
    const mine = entries.filter(([middleware]) => middleware === own).map(([, options]) => options);
    expect(mine).to.deep.equal([
      { step: 'build', name: 'own', tags: ['a'], priority: 'normal' },
      { name: 'beside', relation: 'after', toMiddleware: 'own' },
    ]);
  });
});
