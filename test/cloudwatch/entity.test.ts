import { expect } from 'chai';
import { entityProblem } from '../../fakes/cloudwatch/entity';

describe('CloudWatch entities', () => {
  const service = { Type: 'Service', Name: 'a', Environment: 'b' };
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));
  const rows: readonly [
    title: string,
    entity: Parameters<typeof entityProblem>[0],
    problem: string | undefined,
  ][] = [
    ['nothing', undefined, 'InvalidEntity'],
    ['no key attributes', {}, 'InvalidKeyAttributes'],
    ['one key attribute', { KeyAttributes: { Type: 'Service' } }, 'InvalidKeyAttributes'],
    [
      'five key attributes',
      { KeyAttributes: { ...service, ResourceType: 'a', Identifier: 'b' } },
      'InvalidKeyAttributes',
    ],
    ['an unknown key attribute', { KeyAttributes: { ...service, Colour: 'red' } }, 'InvalidKeyAttributes'],
    ['an empty key attribute', { KeyAttributes: { ...service, Name: '' } }, 'InvalidKeyAttributes'],
    ['no type', { KeyAttributes: { Name: 'a', Environment: 'b' } }, 'MissingRequiredFields'],
    ['an unknown type', { KeyAttributes: { ...service, Type: 'Planet' } }, 'InvalidTypeValue'],
    [
      'a service without environment',
      { KeyAttributes: { Type: 'Service', Name: 'a' } },
      'MissingRequiredFields',
    ],
    [
      'a resource without identifier',
      { KeyAttributes: { Type: 'Resource', ResourceType: 'a' } },
      'MissingRequiredFields',
    ],
    ['a service', { KeyAttributes: service }, undefined],
    [
      'a resource',
      { KeyAttributes: { Type: 'AWS::Resource', ResourceType: 'a', Identifier: 'b' } },
      undefined,
    ],
    ['ten attributes', { KeyAttributes: service, Attributes: many(10) }, undefined],
    ['eleven attributes', { KeyAttributes: service, Attributes: many(11) }, 'InvalidAttributes'],
    ['an attribute without a name', { KeyAttributes: service, Attributes: { '': 'x' } }, 'InvalidAttributes'],
  ];
  for (const [title, entity, problem] of rows) {
    it(`find ${problem ?? 'nothing wrong'} with ${title}`, () =>
      expect(entityProblem(entity)).to.equal(problem));
  }
});
