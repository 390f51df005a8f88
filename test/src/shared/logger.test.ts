import { expect } from 'chai';
import { createLogger, type LogLevel, type Logger } from '../../../src/shared/logger';
import { lambdaWorld, START, type LambdaWorld } from '../../arrange/lambda-world';

describe('createLogger', () => {
  let world: LambdaWorld;
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    world = await lambdaWorld();
    lines = [];
  });
  afterEach(() => world.end());

  const logger = (
    level: LogLevel,
    write = (line: string) => void lines.push(JSON.parse(line) as never),
  ): Logger =>
    createLogger({
      service: 'test',
      level,
      correlationId: 'c-1',
      write,
      fields: { aws_request_id: 'request-1', trace_id: undefined },
    });

  it('writes one JSON object per line: the world’s time, what all lines carry, and fields of its own', () => {
    logger('DEBUG').warn('careful', { key: 'a' });
    expect(lines).to.deep.equal([
      {
        level: 'WARN',
        message: 'careful',
        timestamp: new Date(START).toISOString(),
        service: 'test',
        sampling_rate: 0,
        aws_request_id: 'request-1',
        correlation_id: 'c-1',
        key: 'a',
      },
    ]);
  });

  it('keeps the fields of a line to that line', () => {
    const one = logger('DEBUG');
    one.info('first', { key: 'a' });
    one.info('second');
    expect(lines[1]).to.not.have.property('key');
  });

  it('writes nothing below its level', () => {
    const one = logger('WARN');
    one.debug('1');
    one.info('2');
    one.warn('3');
    one.error('4');
    expect(lines.map(({ message }) => message)).to.deep.equal(['3', '4']);
  });

  it('writes exceptions with name, message, stack and cause (R68)', () => {
    const one = logger('INFO');
    one.exception('failed', new TypeError('no', { cause: new RangeError('why') }), { key: 'a' });
    one.exception('failed', 'text');
    expect(lines[0]).to.include({ level: 'ERROR', key: 'a' });
    expect(lines[0]?.['exception']).to.deep.include({ name: 'TypeError', message: 'no' });
    expect(lines[0]).to.have.nested.property('exception.stack').that.includes('TypeError: no');
    expect(lines[0]).to.have.nested.property('exception.cause.message', 'why');
    expect(lines[1]?.['exception']).to.deep.equal({ name: 'UnknownError', message: 'text' });
  });

  it('never fails', () => {
    const closed = logger('INFO', () => {
      throw new Error('closed');
    });
    expect(() => closed.info('lost')).not.to.throw();
    const circular: Record<string, unknown> = { key: 'a' };
    circular['self'] = circular;
    logger('INFO').info('without the circle', { circular });
    expect(lines[0]).to.have.property('circular').that.deep.equals({ key: 'a' });
  });
});
