import { expect } from 'chai';
import { projectionOf } from '../../../fakes/dynamodb/expressions/projection';
import { refusal } from '../refusal';

describe('DynamoDB expressions: a projection', () => {
  const projection = projectionOf([['pk'], ['a', 'b'], ['a', 'c', 1]]);

  it('reduces items to its paths', () => {
    const item = {
      pk: { S: 'k' },
      a: { M: { b: { S: 'b' }, c: { L: [{ S: '0' }, { S: '1' }] }, d: { S: 'd' } } },
    };
    expect(projection.of(item)).to.deep.equal({
      pk: { S: 'k' },
      a: { M: { b: { S: 'b' }, c: { L: [{ S: '1' }] } } },
    });
  });

  it('leaves an empty item where nothing is projected', () => {
    expect(projection.of({ x: { S: 'x' } })).to.deep.equal({});
  });

  it('tells its attributes, each once', () => {
    expect(projection.attributes).to.deep.equal(['pk', 'a']);
    expect(projection.paths).to.have.length(3);
  });

  it('refuses paths into key attributes', () => {
    expect(refusal(() => projection.requireScalarKeys(['pk']))).to.equal(undefined);
    expect(refusal(() => projection.requireScalarKeys(['a']))).to.match(
      /^Key attributes must be scalars; .* Key: a$/,
    );
  });
});
