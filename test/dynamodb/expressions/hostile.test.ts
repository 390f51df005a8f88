import { PutItemCommand, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, item } from '../arrange';

const TableName = 't00';
const MOST = 4096;

/** Everything that an expression may be made of, and two things that it may not. */
const TOKENS =
  '( ) [ ] , . = <> < >= + - #n :v x pk 0 99 AND or NOT BETWEEN IN SET REMOVE ADD DELETE size contains attribute_exists attribute_type begins_with if_not_exists list_append é \u0000';

/** Repeats a text as often as it fits an expression. */
function fill(open: string, middle = '', close = ''): string {
  const times = Math.floor((MOST - middle.length) / (open.length + close.length));
  return open.repeat(times) + middle + close.repeat(times);
}

describe('DynamoDB hostile expressions', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable(TableName, 'pk');
    await client.send(new PutItemCommand({ TableName, Item: item({ pk: 'a', x: 1 }) }));
  });
  afterEach(() => aws.unplug());

  /** AWS's refusal, or an answer; anything else, a defect among it, fails. */
  async function ends(command: object): Promise<string> {
    try {
      await client.send(command as ScanCommand);
      return 'answer';
    } catch (error) {
      expect(error).to.have.property('name', 'ValidationException');
      return (error as Error).message;
    }
  }
  const filter = (FilterExpression: string) => ends(new ScanCommand({ TableName, FilterExpression }));
  const update = (UpdateExpression: string) =>
    ends(new UpdateItemCommand({ TableName, Key: item({ pk: 'a' }), UpdateExpression }));
  const projection = (ProjectionExpression: string) =>
    ends(new ScanCommand({ TableName, ProjectionExpression }));

  const texts: readonly (readonly [string, string])[] = [
    ['parentheses that open', fill('(')],
    ['parentheses around a condition', fill('(', 'attribute_exists(x)', ')')],
    ['negations', fill('NOT ', 'attribute_exists(x)')],
    ['negations in parentheses', fill('NOT (', 'attribute_exists(x)', ')')],
    ['calls in calls', fill('size(', 'x', ')')],
    ['steps of a path', `attribute_exists(${'a.'.repeat(2000)}b)`],
    ['indexes of a path', `attribute_exists(a${'[0]'.repeat(1300)})`],
    ['one long name', `attribute_exists(${'a'.repeat(4000)})`],
    ['conditions in a row', fill('attribute_exists(x) OR ', 'attribute_exists(x)')],
    ['operands of IN', `x IN (${fill(':a,').slice(0, 4000)}:a)`],
    ['blanks', fill(' ')],
    ['dots', fill('.')],
    ['colons', fill(':')],
    ['number signs', fill('#')],
    ['brackets', fill('[')],
    ['commas', fill(',')],
    ['operators', fill('<>')],
    ['signs that are no tokens', fill('\u0000')],
    ['half a surrogate pair', fill('\ud800')],
    ['letters of other alphabets', 'é'.repeat(2048)],
  ];
  for (const [what, text] of texts) {
    it(`end in AWS's answer: ${what}`, async () => {
      expect(Buffer.byteLength(text)).to.be.at.most(3 * MOST);
      await filter(text);
      await projection(text);
      await update(`SET x = ${text}`.slice(0, MOST));
      await update(`REMOVE ${text}`.slice(0, MOST));
      await update(`ADD ${text}`.slice(0, MOST));
    });
  }

  it('that are longer than 4 KB are refused for that, whatever they say', async () => {
    const long = (kind: string, size = ` expression size: ${MOST + 1}`) =>
      `Invalid ${kind}: Expression size has exceeded the maximum allowed size;${size}`;
    expect(await filter('('.repeat(MOST + 1))).to.equal(long('FilterExpression'));
    expect(await projection('a'.repeat(MOST + 1))).to.equal(long('ProjectionExpression'));
    expect(await update(`SET ${'('.repeat(MOST - 3)}`)).to.equal(
      `1 validation error detected: ${long('UpdateExpression', '')}`,
    );
  });

  it('made of any tokens end in an answer or in AWS’s refusal', async () => {
    const token = fc.constantFrom(...TOKENS.split(' '));
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 40 }), async (tokens) => {
        const text = tokens.join(' ');
        const names = text.includes('#n') ? { ExpressionAttributeNames: { '#n': 'x' } } : {};
        const values = text.includes(':v') ? { ExpressionAttributeValues: item({ ':v': 1 }) } : {};
        await ends(new ScanCommand({ TableName, FilterExpression: text, ...names, ...values }));
        await ends(
          new UpdateItemCommand({
            TableName,
            Key: item({ pk: 'a' }),
            UpdateExpression: text,
            ...names,
            ...values,
          }),
        );
      }),
      { numRuns: 400, seed: 20_261_127 },
    );
  });
});
