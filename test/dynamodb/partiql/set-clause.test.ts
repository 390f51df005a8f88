import { GetItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';
import { client, createTable, putAll } from '../arrange';
import { MALFORMED, refused, run } from './statements';

describe('DynamoDB.PartiQL SET and REMOVE', () => {
  let aws: FakeAws;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk');
    await putAll('t00', [
      {
        pk: 'a',
        n: 5,
        o: 3,
        s: 'str',
        ss: { SS: ['a', 'b', 'c'] },
        ns: { NS: ['1', '2', '3'] },
        bs: { BS: [new Uint8Array([1])] },
        l: { L: [{ N: '1' }, { N: '2' }] },
        m: { M: { k: { N: '1' }, sub: { M: {} } } },
      },
    ]);
  });
  afterEach(() => aws.unplug());
  const update = (changes: string, parameters?: AttributeValue[]) =>
    run(`UPDATE "t00" ${changes} WHERE pk = 'a'`, parameters);
  const stored = async (name: string) =>
    (await client.send(new GetItemCommand({ TableName: 't00', Key: { pk: { S: 'a' } } }))).Item?.[name];

  const CHANGES: readonly (readonly [changes: string, name: string, value: AttributeValue | undefined])[] = [
    ['SET n = 9', 'n', { N: '9' }],
    ['SET x = n', 'x', { N: '5' }],
    ['SET n = n + 1', 'n', { N: '6' }],
    ['SET n=n-1', 'n', { N: '4' }],
    ['SET n = n - - 2', 'n', { N: '7' }],
    ['SET n = n + o', 'n', { N: '8' }],
    ['SET n = 10 - n', 'n', { N: '5' }],
    ['SET n = n + 1 + 2', 'n', { N: '8' }],
    ['SET n = n - 1 - 2', 'n', { N: '2' }],
    ['SET n = (n + 1) - (o - 1)', 'n', { N: '4' }],
    ['SET n = n + -1', 'n', { N: '4' }],
    ['SET n = 1 + 2', 'n', { N: '3' }],
    ['SET n = o, o = n', 'n', { N: '3' }],
    ['SET n = 1 SET n2 = 2', 'n2', { N: '2' }],
    ['SET n = 1 REMOVE s REMOVE o', 's', undefined],
    ['REMOVE m.k', 'm', { M: { sub: { M: {} } } }],
    ['REMOVE l[0]', 'l', { L: [{ N: '2' }] }],
    ['SET l[1] = 9', 'l', { L: [{ N: '1' }, { N: '9' }] }],
    ['SET l[7] = 9', 'l', { L: [{ N: '1' }, { N: '2' }, { N: '9' }] }],
    [`SET m['k'] = 2`, 'm', { M: { k: { N: '2' }, sub: { M: {} } } }],
    ['SET "m"."sub"."x" = {}', 'm', { M: { k: { N: '1' }, sub: { M: { x: { M: {} } } } } }],
    ['SET l = list_append(l, [3])', 'l', { L: [{ N: '1' }, { N: '2' }, { N: '3' }] }],
    ['SET l = LIST_APPEND([0], l)', 'l', { L: [{ N: '0' }, { N: '1' }, { N: '2' }] }],
    ['SET x = list_append(l, list_append(l, []))', 'x', { L: ['1', '2', '1', '2'].map((N) => ({ N })) }],
    [`SET ss = set_add(ss, <<'0', 'b'>>)`, 'ss', { SS: ['0', 'a', 'b', 'c'] }],
    [`SET ss = SET_ADD("ss", <<'x'>>)`, 'ss', { SS: ['a', 'b', 'c', 'x'] }],
    ['SET ns = set_add(ns, <<4, 1>>)', 'ns', { NS: ['1', '2', '3', '4'] }],
    [`SET x = set_add(x, <<'new'>>)`, 'x', { SS: ['new'] }],
    [`SET ss = set_delete(ss, <<'a', 'zz'>>)`, 'ss', { SS: ['b', 'c'] }],
    [`SET ss = set_delete(ss, <<'a', 'b', 'c'>>)`, 'ss', undefined],
    [`SET x = set_delete(x, <<'a'>>)`, 'x', undefined],
    [
      `SET m.sub.t = set_add(m.sub.t, <<1>>)`,
      'm',
      { M: { k: { N: '1' }, sub: { M: { t: { NS: ['1'] } } } } },
    ],
  ];
  for (const [changes, name, value] of CHANGES) {
    it(`does ${changes}`, async () => {
      await update(changes);
      expect(await stored(name)).to.deep.equal(value);
    });
  }

  it('takes parameters, also for sets', async () => {
    await update('SET n = n + ?, bs = set_add(bs, ?), l = list_append(l, ?)', [
      { N: '2' },
      { BS: [new Uint8Array([0])] },
      { L: [{ NULL: true }] },
    ]);
    expect(await stored('n')).to.deep.equal({ N: '7' });
    expect(await stored('bs')).to.deep.equal({ BS: [new Uint8Array([0]), new Uint8Array([1])] });
    expect(await stored('l')).to.deep.equal({ L: [{ N: '1' }, { N: '2' }, { NULL: true }] });
  });

  // Captured: 2026-09 and 2026-10, eu-west-2; the place of `set_add` or of its first operand is marked by @.
  const TYPE = 'Incorrect operand type for operator or function; operator or function:';
  const REFUSED: readonly (readonly [changes: string, message: string])[] = [
    [
      `SET t = @set_add(ss, <<'x'>>)`,
      'The first argument to SET_ADD must equal the assignment value at 1:@:7',
    ],
    [
      `SET ss = @set_add(<<'a'>>, <<'b'>>)`,
      'The first argument to SET_ADD must equal the assignment value at 1:@:7',
    ],
    [
      `SET m.k = @set_add(m, <<'b'>>)`,
      'The first argument to SET_ADD must equal the assignment value at 1:@:7',
    ],
    [`SET ss = set_add(@ss, 'x')`, 'The second argument to SET_ADD must be a value with type SET at 1:@:2'],
    [`SET ss = set_add(@ss, ['x'])`, 'The second argument to SET_ADD must be a value with type SET at 1:@:2'],
    ['SET ss = set_add(@ss, ns)', 'The second argument to SET_ADD must be a value with type SET at 1:@:2'],
    ['SET ss = @set_add(ss)', 'SET_ADD must have exactly two arguments at 1:@:7'],
    [`SET ss = @set_add(ss, <<'x'>>, <<'y'>>)`, 'SET_ADD must have exactly two arguments at 1:@:7'],
    ['SET ss = set_add(ss, <<1>>)', 'An operand in the update expression has an incorrect data type'],
    [`SET s = set_add(s, <<'x'>>)`, 'An operand in the update expression has an incorrect data type'],
    [
      `SET ss = set_add(ss, <<'x', 'x'>>)`,
      'One or more parameter values were invalid: Input collection [x, x] contains duplicates.',
    ],
    ['SET ss = set_add(ss, <<>>)', 'Empty bags are not supported'],
    [`SET m.inner = set_add(m.inner, <<'y'>>)`, `${MALFORMED}Invalid path dot component`],
    [
      `SET t = @set_delete(ss, <<'a'>>)`,
      'The first argument to SET_DELETE must equal the assignment value at 1:@:10',
    ],
    [
      `SET ss = set_delete(@ss, 'a')`,
      'The second argument to SET_DELETE must be a value with type SET at 1:@:2',
    ],
    ['SET ss = set_delete(ss, <<1>>)', 'An operand in the update expression has an incorrect data type'],
    ['SET x = @list_append(l)', 'LIST_APPEND must have exactly two arguments at 1:@:11'],
    ['SET x = @nope(l)', 'Unrecognized function: nope at 1:@:4'],
    [
      'SET x = list_append(x, [1])',
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET x = list_append(n, [1])', 'An operand in the update expression has an incorrect data type'],
    ['SET x = list_append(l, 1)', `${TYPE} list_append, operand type: N`],
    [`SET n = 'a' + 1`, `${TYPE} +, operand type: S`],
    ['SET n = n - null', `${TYPE} -, operand type: NULL`],
    ['SET n = n + [1]', `${TYPE} +, operand type: L`],
    ['SET n = n + list_append(l, l)', `${TYPE} +, operand type: L`],
    ['SET l = list_append(l, n + 1)', `${TYPE} list_append, operand type: N`],
    ['SET n = n @* 2', 'Unexpected path component at 1:@:1'],
    ['SET n = s + 1', 'An operand in the update expression has an incorrect data type'],
    ['SET n = x + 1', 'The provided expression refers to an attribute that does not exist in the item'],
    ['SET x[0] = 1', 'The document path provided in the update expression is invalid for update'],
    ['SET x.y = 1', 'The document path provided in the update expression is invalid for update'],
    [
      'SET n = 1, n = 2',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [n], path two: [n]',
    ],
    [
      'SET m.k = 1 REMOVE m',
      'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m, k], path two: [m]',
    ],
    [
      `SET pk = 'b'`,
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    ['REMOVE n, s', `${MALFORMED}Unexpected token after expression`],
  ];
  for (const [marked, message] of REFUSED) {
    it(`refuses ${marked.replace('@', '')}`, async () => {
      const place = `UPDATE "t00" ${marked}`.indexOf('@') + 1;
      await refused(
        `UPDATE "t00" ${marked.replace('@', '')} WHERE pk = 'a'`,
        message.replace('@', String(place)),
      );
      expect(await stored('n')).to.deep.equal({ N: '5' });
    });
  }

  it('looks at literals before the condition, and at attributes behind it', async () => {
    const failing = `WHERE pk = 'a' AND nope = 'x'`;
    await refused(`UPDATE "t00" SET n = 'a' + 1 ${failing}`, `${TYPE} +, operand type: S`);
    const error = await run(`UPDATE "t00" SET n = s + 1 ${failing}`).catch((e: unknown) => e);
    expect(error).to.have.property('name', 'ConditionalCheckFailedException');
  });
});
