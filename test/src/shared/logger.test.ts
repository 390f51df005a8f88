import { expect } from 'chai';
import { createLogger, type LogLevel } from '../../../src/shared/logger';

function recorded(level: LogLevel) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, logger: createLogger({ level, now: () => 0, write, fields: { logger: 'test' } }) };
}

describe('createLogger', () => {
  it('writes one JSON object per line, with its own fields and those of its parents', () => {
    const { lines, logger } = recorded('DEBUG');
    logger.child({ correlation_id: 'c-1' }).warn('careful', { key: 'a' });
    expect(lines).to.deep.equal([
      {
        timestamp: '1970-01-01T00:00:00.000Z',
        level: 'WARN',
        message: 'careful',
        logger: 'test',
        correlation_id: 'c-1',
        key: 'a',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { lines, logger } = recorded('WARN');
    logger.debug('1');
    logger.info('2');
    logger.warn('3');
    logger.error('4');
    expect(lines.map(({ message }) => message)).to.deep.equal(['3', '4']);
  });

  it('writes exceptions with name, message and stack (R68)', () => {
    const { lines, logger } = recorded('INFO');
    logger.exception('failed', new TypeError('no'), { key: 'a' });
    logger.exception('failed', 'text');
    expect(lines[0]?.['exception']).to.deep.include({ name: 'TypeError', message: 'no' });
    expect(lines[0]).to.include({ level: 'ERROR', key: 'a' });
    expect(lines[1]?.['exception']).to.deep.equal({ name: 'UnknownError', message: 'text' });
  });

  it('never fails', () => {
    const write = () => {
      throw new Error('closed');
    };
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    createLogger({ level: 'INFO', now: () => 0, write, fields: {} }).info('lost');
    expect(() => recorded('INFO').logger.info('lost', circular)).not.to.throw();
  });
});
