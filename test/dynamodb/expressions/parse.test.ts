import { expect } from 'chai';
import {
  describeProblem,
  readCondition,
  readProjection,
  readUpdate,
} from '../../../fakes/dynamodb/expressions/parse';
import { ExpressionProblem } from '../../../fakes/dynamodb/expressions/syntax';
import { problem, syntaxError } from './problem';

/** A list of paths, or of what stands around them, of exactly so many bytes. */
function ofBytes(bytes: number, prefix: string, rest: string): string {
  return `${prefix}${'a'.repeat(bytes - Buffer.byteLength(prefix + rest))}${rest}`;
}

describe('DynamoDB expressions: reading texts once', () => {
  it('reads each text once', () => {
    expect(readCondition('a = :cached')).to.equal(readCondition('a = :cached'));
    expect(readUpdate('SET a = :cached')).to.equal(readUpdate('SET a = :cached'));
    expect(readProjection('a, cached1')).to.equal(readProjection('a, cached1'));
  });

  it('remembers what is wrong, and throws it anew', () => {
    const errors = [1, 2].map(() => {
      try {
        return readCondition('a = status');
      } catch (error) {
        return error;
      }
    });
    expect(errors[0]).to.be.instanceOf(ExpressionProblem).and.not.equal(errors[1]);
    expect(errors[0]).to.have.property('message', (errors[1] as Error).message);
  });

  it('forgets the text that was unused for longest', () => {
    const first = readCondition('a = :forgotten');
    for (let i = 0; i < 499; i++) readCondition(`a = :v${i}`);
    expect(readCondition('a = :forgotten')).to.equal(first);
    for (let i = 0; i < 500; i++) readCondition(`a = :w${i}`);
    const again = readCondition('a = :forgotten');
    expect(again === first).to.equal(false);
    expect(again).to.deep.equal(first);
  });

  it('refuses an empty text', () => {
    for (const read of [readCondition, readUpdate, readProjection]) {
      expect(problem(() => read(''))).to.equal('The expression can not be empty;');
      expect(problem(() => read(' '))).to.equal(syntaxError('<EOF>', ''));
    }
  });

  it('accepts 4096 bytes and no more', () => {
    const size = 'Expression size has exceeded the maximum allowed size;';
    expect(problem(() => readCondition(ofBytes(4096, '', ' = :v')))).to.equal(undefined);
    expect(problem(() => readCondition(ofBytes(4097, '', ' = :v')))).to.equal(
      `${size} expression size: 4097`,
    );
    expect(problem(() => readProjection(ofBytes(4096, 'b, ', '')))).to.equal(undefined);
    expect(problem(() => readProjection(ofBytes(4097, 'b, ', '')))).to.equal(`${size} expression size: 4097`);
    expect(problem(() => readUpdate(ofBytes(4096, 'SET ', ' = :v')))).to.equal(undefined);
    expect(problem(() => readUpdate(ofBytes(4097, 'SET ', ' = :v')))).to.equal(size);
    expect(problem(() => readCondition(`${'é'.repeat(2048)}x`))).to.equal(`${size} expression size: 4097`);
  });

  it('reports syntax before redundant parentheses, these before too many operators, these before names', () => {
    const many = Array.from({ length: 151 }, () => 'status = :v').join(' OR ');
    expect(problem(() => readCondition(`((${many})) OR`))).to.match(/^Syntax error/);
    expect(problem(() => readCondition(`((${many}))`))).to.match(/redundant/);
    expect(problem(() => readCondition(many))).to.match(/operator count: 301$/);
    expect(problem(() => readCondition('status = :v'))).to.match(/reserved keyword: status$/);
    expect(problem(() => readUpdate('SET status = :v'))).to.match(/reserved keyword: status$/);
    expect(problem(() => readProjection('a, status'))).to.match(/reserved keyword: status$/);
  });

  it('names the parameter', () => {
    expect(describeProblem('FilterExpression', new ExpressionProblem('no'))).to.equal(
      'Invalid FilterExpression: no',
    );
  });
});
