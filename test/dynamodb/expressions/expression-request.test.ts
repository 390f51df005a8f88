import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  ExpressionRequest,
  type ExpressionRequestOptions,
} from '../../../fakes/dynamodb/expressions/expression-request';
import { refusal } from '../refusal';

function request(options: Partial<ExpressionRequestOptions> = {}): ExpressionRequest {
  return new ExpressionRequest({ wording: '2026', operation: 'Scan', ...options });
}

const V = { ':v': { S: 'x' } };
const one = (message: string): string => `1 validation error detected: ${message}`;

describe('DynamoDB expressions of a request', () => {
  it('fills in names and values, canonical values', () => {
    const both = request({ names: { '#a': 'a' }, values: { ':v': { N: '1.0' } } });
    const condition = both.condition('#a = :v', 'FilterExpression');
    both.finish();
    expect(condition.matches({ a: { N: '1' } })).to.equal(true);
  });

  it('serves all expressions of a request', () => {
    const query = request({ operation: 'Query', names: { '#p': 'p', '#q': 'q' }, values: V });
    const key = query.keyCondition('pk = :v');
    query.condition('#p = :v', 'FilterExpression');
    const projection = query.projection('#q.a[0], pk');
    query.finish();
    expect(key.forKeys(['pk'], ['sk']).hash).to.deep.equal([{ S: 'x' }]);
    expect(projection.attributes).to.deep.equal(['q', 'pk']);

    const update = request({ operation: 'UpdateItem', values: V });
    expect(update.update('SET a = :v').apply({}).item).to.deep.equal({ a: { S: 'x' } });
    update.finish();
  });

  it('names the parameter, and puts single-item writes into the envelope', () => {
    const SYNTAX = 'Syntax error; token: "<EOF>", near: "a"';
    const rows: [refused: () => unknown, message: string][] = [
      [() => request().condition('a', 'FilterExpression'), `Invalid FilterExpression: ${SYNTAX}`],
      [
        () => request({ operation: 'PutItem' }).condition('a', 'ConditionExpression'),
        one(`Invalid ConditionExpression: ${SYNTAX}`),
      ],
      [
        () => request({ operation: 'PutItem', wording: 'classic' }).condition('a', 'ConditionExpression'),
        `Invalid ConditionExpression: ${SYNTAX}`,
      ],
      [
        () => request({ operation: 'UpdateItem' }).update('SET a'),
        one(`Invalid UpdateExpression: ${SYNTAX}`),
      ],
      [
        () => request({ operation: 'TransactWriteItems' }).update('SET a'),
        `Invalid UpdateExpression: ${SYNTAX}`,
      ],
      [() => request({ operation: 'Query' }).keyCondition('a'), `Invalid KeyConditionExpression: ${SYNTAX}`],
      [
        () => request({ operation: 'GetItem' }).projection('a b'),
        'Invalid ProjectionExpression: Syntax error; token: "b", near: "a b"',
      ],
      [
        () => request({ operation: 'GetItem' }).projection('a, a.b'),
        'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of ' +
          'these paths; path one: [a], path two: [a, b]',
      ],
      [
        () => request().condition('a = :v', 'FilterExpression'),
        'Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :v',
      ],
    ];
    for (const [refused, message] of rows) expect(refusal(refused)).to.equal(message);
  });

  it('refuses names and values without any expression', () => {
    const names = 'ExpressionAttributeNames can only be specified when using expressions';
    expect(refusal(() => request({ names: { '#a': 'a' } }).finish())).to.equal(names);
    expect(refusal(() => request({ names: {}, values: V }).finish())).to.equal(names);
    expect(refusal(() => request({ values: V }).finish())).to.match(/^ExpressionAttributeValues can only be/);
    expect(refusal(() => request({ values: V }).projection('a'))).to.match(
      /^ExpressionAttributeValues can only be/,
    );
    expect(refusal(() => request().finish())).to.equal(undefined);
  });

  it('checks names and values before the first expression is read', () => {
    expect(refusal(() => request({ names: {}, values: {} }).condition('', 'FilterExpression'))).to.equal(
      'ExpressionAttributeNames must not be empty',
    );
    expect(
      refusal(() => request({ values: { ':v': { N: 'x' } } }).condition('', 'FilterExpression')),
    ).to.equal(
      'ExpressionAttributeValues contains invalid value: ' +
        'The parameter cannot be converted to a numeric value: x for key :v',
    );
  });

  it('refuses unused names, then unused values, over all expressions together', () => {
    const unused = (options: Partial<ExpressionRequestOptions>) => {
      const both = request(options);
      both.condition('a = :v', 'FilterExpression');
      both.projection('#p');
      return refusal(() => both.finish());
    };
    const names = { '#p': 'p' };
    expect(unused({ names, values: V })).to.equal(undefined);
    expect(unused({ names: { ...names, '#u': 'u', '#w': 'w' }, values: { ...V, ':u': { S: '' } } })).to.equal(
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#u, #w}',
    );
    expect(unused({ names, values: { ...V, ':u': { S: '' } } })).to.equal(
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}',
    );
  });

  it('asks at the end whether a key condition can be one', () => {
    const query = request({ operation: 'Query', values: V });
    query.keyCondition('pk = :v OR sk = :v');
    expect(refusal(() => query.finish())).to.equal('Invalid operator used in KeyConditionExpression: OR');
  });

  describe('given any text', () => {
    // Joined with blanks and without: most texts are wrong, many nearly right.
    const words =
      'a b.c d[0] #n :v :n = <> < ( ) , + - AND OR NOT IN BETWEEN SET REMOVE ADD DELETE status _ [ 1 . ! 😀 ' +
      'size( contains( attribute_exists( list_append( if_not_exists(';
    const piece = fc.constantFrom(...words.split(' '));
    const text = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' ')),
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    const options = { names: { '#n': 'name' }, values: { ':v': { S: 'x' }, ':n': { N: '1' } } };
    const item = { a: { L: [] }, b: { M: { c: { N: '1' } } }, d: { L: [{ S: 'x' }] }, name: { S: 'y' } };

    const uses: [what: string, use: (text: string, of: ExpressionRequest) => unknown][] = [
      ['conditions', (given, of) => of.condition(given, 'ConditionExpression').matches(item)],
      ['updates', (given, of) => of.update(given).apply(item).updatedNew()],
      ['key conditions', (given, of) => of.keyCondition(given).forKeys(['a'], ['b'])],
    ];
    for (const [what, use] of uses) {
      it(`${what} throw nothing but errors of AWS, the same each time`, () => {
        fc.assert(
          fc.property(text, (given) => {
            const answers = [1, 2].map(() => {
              try {
                return use(given, request(options));
              } catch (error) {
                expect(error).to.be.instanceOf(DynamoDBServiceException);
                return (error as Error).message;
              }
            });
            expect(answers[0]).to.deep.equal(answers[1]);
          }),
          { seed: 1, numRuns: 1000 },
        );
      });
    }

    it('projections throw nothing but errors of AWS', () => {
      fc.assert(
        fc.property(text, (given) => {
          try {
            request({ names: options.names }).projection(given).of(item);
          } catch (error) {
            expect(error).to.be.instanceOf(DynamoDBServiceException);
          }
        }),
        { seed: 2, numRuns: 1000 },
      );
    });
  });
});
