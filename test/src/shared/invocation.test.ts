import { expect } from 'chai';
import { beginInvocation } from '../../../src/shared/invocation';
import { createRuntime } from '../../../src/shared/runtime';
import { lambdaContext } from '../../arrange/events';

const CONFIGURATION = {
  LOG_LEVEL: 'INFO',
  ENABLE_METRICS: true,
  METRICS_MODE: 'emf',
  METRICS_NAMESPACE: 'Test',
} as const;

describe('beginInvocation', () => {
  function begun(metricsEnabled: boolean, context = true) {
    const lines: string[] = [];
    const runtime = createRuntime({
      now: () => 0,
      uuid: () => '12345678-0000-4000-8000-000000000000',
      env: { _X_AMZN_TRACE_ID: 'Root=1' },
      write: (line) => void lines.push(line),
    });
    const configuration = { ...CONFIGURATION, ENABLE_METRICS: metricsEnabled };
    return {
      lines,
      invocation: beginInvocation(runtime, configuration, 'test', context ? lambdaContext(5) : undefined),
    };
  }

  it('names the invocation on every line', () => {
    const { lines, invocation } = begun(true);
    invocation.logger.info('hello');
    expect(JSON.parse(lines[0] ?? '')).to.include({
      service: 'test',
      correlation_id: 'c-12345678',
      aws_request_id: 'request-1',
      trace_id: 'Root=1',
    });
  });

  it('has a deadline of its own', () => {
    expect(begun(true).invocation.deadline.remaining()).to.equal(5);
    expect(begun(true, false).invocation.deadline.remaining()).to.equal(300_000);
  });

  it('can leave metrics out', async () => {
    for (const enabled of [true, false]) {
      const { lines, invocation } = begun(enabled);
      invocation.metrics.count('Sent');
      await invocation.metrics.flush();
      expect(lines).to.have.length(enabled ? 1 : 0);
    }
  });
});
