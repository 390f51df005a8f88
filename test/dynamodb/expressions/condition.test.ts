import { expect } from 'chai';
import { Bindings } from '../../../fakes/dynamodb/expressions/bindings';
import {
  conditionOf,
  requireScalarKeys,
  type Condition,
} from '../../../fakes/dynamodb/expressions/condition';
import { bindCondition } from '../../../fakes/dynamodb/expressions/condition-binding';
import { readCondition } from '../../../fakes/dynamodb/expressions/parse';
import { refusal } from '../refusal';

function condition(text: string): Condition {
  return conditionOf(
    bindCondition(readCondition(text), new Bindings({ '#k': 'pk' }, { ':v': { S: 'v' } }, '2026')),
  );
}

describe('DynamoDB expressions: a condition', () => {
  it('matches items, and items that do not exist', () => {
    expect(condition('a = :v').matches({ a: { S: 'v' } })).to.equal(true);
    expect(condition('a = :v').matches({ a: { S: 'w' } })).to.equal(false);
    expect(condition('attribute_not_exists(a)').matches(undefined)).to.equal(true);
    expect(condition('a = :v').matches(undefined)).to.equal(false);
  });

  it('tells its attributes, each once', () => {
    expect(condition('a.b = :v AND (a.c = :v OR size(#k) > size(d[1]))').paths).to.deep.equal([
      'a',
      'pk',
      'd',
    ]);
  });

  it('refuses key attributes in a filter', () => {
    expect(refusal(() => condition('a = :v').requireNoKeys(['pk', 'sk']))).to.equal(undefined);
    expect(refusal(() => condition('a = :v AND #k = :v').requireNoKeys(['pk', 'sk']))).to.equal(
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: pk',
    );
  });

  it('refuses paths into key attributes', () => {
    const message =
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk";
    expect(refusal(() => condition('#k = :v AND a.b = :v').requireScalarKeys(['pk']))).to.equal(undefined);
    expect(refusal(() => condition('a = :v AND #k.b = :v').requireScalarKeys(['pk']))).to.equal(message);
    expect(
      refusal(() =>
        requireScalarKeys(
          [
            ['a', 0],
            ['pk', 0],
          ],
          ['pk'],
        ),
      ),
    ).to.equal(message);
  });
});
