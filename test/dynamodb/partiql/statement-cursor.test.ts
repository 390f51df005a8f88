import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../../fakes';
import { caught, createTable, putAll } from '../arrange';
import { column, MALFORMED, refused, run } from './statements';

describe('DynamoDB.PartiQL hostile statements', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [{ pk: 'a', n: 1 }]);
  });
  afterEach(() => aws.unplug());

  const where = (condition: string): string => `SELECT * FROM "t00" WHERE ${condition}`;

  it('reads what stands in many parentheses, and refuses what stands in too many', async () => {
    const inside = (depth: number): string => where(`${'('.repeat(depth)}pk = 'a'${')'.repeat(depth)}`);
    expect(await column('pk', inside(100))).to.deep.equal(['a']);
    await refused(inside(4_000), MALFORMED);
  });

  for (const [what, statement] of [
    ['lists', where(`x = ${'['.repeat(8_000)}`)],
    ['structs', where(`x = ${"{'a':".repeat(1_600)}`)],
    ['NOTs', where(`${'NOT '.repeat(2_000)}x = 1`)],
    ['signs', where(`x = ${'-+'.repeat(4_000)}1`)],
    ['sums', `UPDATE "t00" SET x = 1${' + 1'.repeat(2_000)} WHERE pk = 'a'`],
    ['comparisons', where(`x${' = x'.repeat(2_000)}`)],
    ['calls', where('size('.repeat(1_600))],
    ['indexes', where(`x${'['.repeat(8_000)}`)],
    ['selects', where('SELECT a FROM '.repeat(500))],
  ] as const) {
    it(`refuses thousands of ${what} in one another`, () => refused(statement, MALFORMED));
  }

  it('evaluates chains of AND and OR as long as a statement', async () => {
    expect(await column('pk', where(`n = 1${' AND n = 1'.repeat(780)}`))).to.deep.equal(['a']);
    expect(await column('pk', where(`n = 2${' OR n = 1'.repeat(800)}`))).to.deep.equal(['a']);
    expect(await column('pk', where(`(pk='a'${" OR pk='a'".repeat(700)}) AND n > 5 OR n = 1`))).to.deep.equal(
      ['a'],
    );
  });

  it('refuses a WHERE that comes down to ever more reads', async () => {
    const choice = `(pk='a' OR pk='b')`;
    await refused(
      where(`${choice}${` AND ${choice}`.repeat(300)}`),
      'Too many decomposed read operations for a given query.',
    );
  });

  it('refuses conditions that are compared with values in one another', async () => {
    const nested = (depth: number): string => where(`${'('.repeat(depth)}n = 1${' = n)'.repeat(depth)}`);
    expect(await column('pk', nested(4))).to.deep.equal([]);
    await refused(nested(200), 'The expression contains too many operators; operator count: 301');
  });

  // Some words make texts that get further than letters do.
  const piece = fc.oneof(
    fc.constantFrom(
      ...'SELECT * FROM "t00" WHERE pk = \'a\' AND n OR NOT ( ) [ ] { } << >> , . ? INSERT INTO VALUE UPDATE SET DELETE REMOVE'.split(
        ' ',
      ),
      ...'IN BETWEEN IS MISSING NULL TRUE size( contains( EXISTS( RETURNING ALL OLD ORDER BY DESC 1 -1 1e9 set_add( :'.split(
        ' ',
      ),
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );

  it('answers every text with a ValidationException, if not with items', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 20 }), async (pieces) => {
        const text = pieces.join(' ') || ' ';
        const error = await caught(run(text).then(() => Promise.reject(new Error('answered'))));
        const fine = [
          'ValidationException',
          'ResourceNotFoundException',
          'DuplicateItemException',
          'ConditionalCheckFailedException',
        ];
        expect(error.message === 'answered' || fine.includes(error.name), `${text}: ${error.stack}`).to.equal(
          true,
        );
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
