import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import type { Effect } from '../../fakes/kernel/faults';
import { requirePossible } from '../../fakes/kernel/possible-faults';
import type { MountedOperation } from '../../fakes/kernel/world';
import { createToyWorld } from './toy-world';

const operation = (name: string): MountedOperation =>
  createToyWorld()
    .operations()
    .find(({ row }) => row.name === name) ?? expect.fail(`no ${name}`);

describe('kernel/possible-faults', () => {
  const rows: [string, Effect, RegExp | undefined][] = [
    ['SendMessage', { kind: 'service', fault: 'throttled', applied: false }, undefined],
    ['SendMessage', { kind: 'service', fault: 'serverError', applied: true }, undefined],
    [
      'SendMessage',
      { kind: 'service', fault: 'throttled', applied: true },
      /^throttled is answered before any work/,
    ],
    [
      'SendMessage',
      { kind: 'service', fault: 'expiredToken', applied: true },
      /^SQS cannot answer SendMessage with expiredToken/,
    ],
    ['SendMessage', { kind: 'error', name: 'Overdue', applied: false }, undefined],
    ['SendMessage', { kind: 'error', name: 'Broken', applied: true }, undefined],
    [
      'SendMessage',
      { kind: 'error', name: 'Overdue', applied: true },
      /^Overdue is answered before any work/,
    ],
    [
      'DeleteMessage',
      { kind: 'error', name: 'Overdue', applied: false },
      /^SQS cannot answer DeleteMessage with Overdue\.\nIt can with \.$/,
    ],
    ['SendMessage', { kind: 'damaged' }, /cannot arrive damaged: the SDK checks no digest of it\.$/],
    ['SendMessage', { kind: 'transport', fault: 'timeout', applied: true }, undefined],
    ['ReceiveMessage', { kind: 'advice', advice: { stale: { writes: 1 } } }, undefined],
    [
      'ReceiveMessage',
      { kind: 'advice', advice: { stale: { writes: 1 }, late: { ms: 1 } } },
      /cannot follow late: it publishes no metrics\.$/,
    ],
    [
      'SendMessage',
      { kind: 'advice', advice: { deliver: {} } },
      /cannot follow deliver: it delivers no messages\.$/,
    ],
  ];
  for (const [name, effect, message] of rows) {
    it(`${name} ${message === undefined ? 'can' : 'cannot'} meet ${JSON.stringify(effect)}`, () => {
      const check = () => requirePossible(operation(name), effect);
      if (message === undefined) expect(check).not.to.throw();
      else expect(check).to.throw(FakeMisuse, message);
    });
  }

  it('suggests the exception that a name without its ending meant', () => {
    const { service, row, ...rest } = operation('SendMessage');
    const other = {
      ...service,
      listedErrors: () => ['ThrottlingException', 'Throttled'],
      namedError: () => undefined,
    };
    expect(() =>
      requirePossible(
        { ...rest, service: other, row },
        { kind: 'error', name: 'Throttling', applied: false },
      ),
    ).to.throw('Did you mean ThrottlingException?');
  });
});
