import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';

describe('CloudWatch Logs: aws.logs', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
  afterEach(() => aws.unplug());

  it('has the lines of functions in their order, with the invocation that wrote them', async () => {
    aws.lambda.function('a', async () => console.log('one\ntwo'));
    aws.lambda.function('b', async () => console.error('three'));
    const { requestId } = await aws.lambda.invoke('a');
    await aws.lambda.invoke('b');
    expect(aws.logs.lines().map(({ functionName, message }) => [functionName, message])).to.deep.equal([
      ['a', 'one'],
      ['a', 'two'],
      ['b', 'three'],
    ]);
    expect(aws.logs.lines({ functionName: 'b' }).map(({ message }) => message)).to.deep.equal(['three']);
    expect(aws.logs.lines({ requestId })).to.have.lengthOf(2);
    expect(aws.logs.lines({ group: '/aws/lambda/b' }).map(({ message }) => message)).to.deep.equal(['three']);
    expect(aws.logs.lines({ group: '/aws/lambda' })).to.deep.equal([]);
    expect(aws.logs.lines()[0]).to.include({ group: '/aws/lambda/a', requestId, timestamp: 1767225600000 });
    expect(aws.logs.lines()[0]?.stream).to.match(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it('finds lines in JSON by their members', async () => {
    aws.lambda.function('f', async () => {
      console.log('{"correlation_id":"c-1","error":{"name":"TypeError","code":7},"a.b":1}');
      console.log('2026-01-01 INFO {"correlation_id":"c-2"}');
      console.log('{ not JSON');
      console.log('[1]');
      console.log('correlation_id c-1');
    });
    await aws.lambda.invoke('f');
    const find = (members: object) => aws.logs.where({ ...members }).length;
    const rows: [object, number][] = [
      [{ correlation_id: 'c-1' }, 1],
      [{ correlation_id: 'c-2' }, 1],
      [{ correlation_id: 'c-3' }, 0],
      [{ correlation_id: 'c-1', error: { code: 7 } }, 1],
      [{ correlation_id: 'c-2', error: { code: 7 } }, 0],
      [{ 'error.name': 'TypeError' }, 1],
      [{ 'error.name.x': 'TypeError' }, 0],
      [{ 'error.none': undefined }, 0],
      [{ 'a.b': 1 }, 1],
    ];
    for (const [members, count] of rows) expect(find(members), JSON.stringify(members)).to.equal(count);
  });

  it('has the reports of Lambda, and shows everything as text', async () => {
    aws.lambda.function('f', async () => console.log('line'), { memory: 256 });
    const { requestId } = await aws.lambda.invoke('f');
    await aws.lambda.invoke('f');
    const [cold, warm] = aws.logs.reports('f');
    expect(cold).to.deep.equal({
      requestId,
      functionName: 'f',
      durationMs: 0,
      billedDurationMs: 1,
      memorySizeMB: 256,
      initDurationMs: 0,
      status: undefined,
    });
    expect(warm).to.deep.include({ initDurationMs: undefined });
    expect(aws.logs.reports('g')).to.deep.equal([]);
    expect(aws.logs.reports()).to.have.lengthOf(2);
    expect(aws.logs.text().split('\n').slice(0, 3)).to.deep.equal([
      `2026-01-01T00:00:00.000Z  f  START RequestId: ${requestId} Version: $LATEST`,
      '2026-01-01T00:00:00.000Z  f  line',
      `2026-01-01T00:00:00.000Z  f  END RequestId: ${requestId}`,
    ]);
  });

  it('goes back with the world', async () => {
    aws.lambda.function('f', async () => console.log('line'));
    const mark = aws.mark();
    await aws.lambda.invoke('f');
    aws.restore(mark);
    expect(aws.logs.text()).to.equal('');
  });
});
