import { expect } from 'chai';
import { checkSelect, fetchesItems } from '../../fakes/dynamodb/select';
import { index, table } from './entries';

describe('Select', () => {
  const query = { wording: '2026', operation: 'Query' } as const;
  const scan = { wording: '2026', operation: 'Scan' } as const;
  const specific =
    'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES';

  it('goes with a projection only as SPECIFIC_ATTRIBUTES', () => {
    checkSelect({ select: undefined, indexName: undefined, projects: true }, query);
    checkSelect({ select: 'SPECIFIC_ATTRIBUTES', indexName: undefined, projects: true }, query);
    checkSelect({ select: 'ALL_PROJECTED_ATTRIBUTES', indexName: 'gsi', projects: false }, query);
    for (const [select, what] of [
      ['COUNT', 'only the Count'],
      ['ALL_ATTRIBUTES', 'ALL_ATTRIBUTES'],
    ] as const) {
      expect(() => checkSelect({ select, indexName: undefined, projects: true }, query)).to.throw(
        `Cannot specify the ProjectionExpression when choosing to get ${what}`,
      );
    }
  });

  it('has an envelope in Query since 2026, and none in Scan', () => {
    const none = { select: 'SPECIFIC_ATTRIBUTES', indexName: undefined, projects: false } as const;
    expect(() => checkSelect(none, query)).to.throw(`1 validation error detected: ${specific}`);
    expect(() => checkSelect(none, scan)).to.throw(new RegExp(`^${specific}$`));
    expect(() => checkSelect(none, { ...query, wording: 'classic' })).to.throw(new RegExp(`^${specific}$`));
  });

  it('fetches items only for a local index that does not hold what is asked for', () => {
    const local = { ...index, kind: 'local' } as const;
    expect(fetchesItems(table, undefined, 'ALL_ATTRIBUTES', undefined, undefined)).to.equal(false);
    expect(
      fetchesItems(table, { ...local, projected: undefined }, 'ALL_ATTRIBUTES', undefined, undefined),
    ).to.equal(false);
    expect(fetchesItems(table, local, 'ALL_ATTRIBUTES', undefined, undefined)).to.equal(true);
    expect(fetchesItems(table, local, undefined, undefined, undefined)).to.equal(false);
    expect(fetchesItems(table, index, 'ALL_PROJECTED_ATTRIBUTES', undefined, undefined)).to.equal(false);
  });
});
