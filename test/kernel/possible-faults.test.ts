import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws } from '../../fakes';
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
      /cannot follow late: it publishes no metrics, and configures no bucket\.$/,
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

describe('faults that AWS can show', () => {
  it('are told from those that it cannot, by the operation', () => {
    const aws = fakeAws({ seed: 1 });
    const mounted = (command: unknown) => {
      const found = aws.world.operations().find(({ row }) => row.command === command);
      if (found === undefined) throw new Error('no such operation');
      return found;
    };
    const early = { kind: 'error', name: 'InternalError', applied: false, after200: true } as const;
    requirePossible(mounted(CopyObjectCommand), early);
    expect(() => requirePossible(mounted(PutObjectCommand), early)).to.throw(FakeMisuse, 'sends no status');
    requirePossible(mounted(GetObjectCommand), { kind: 'body', how: 'stalled' });
    expect(() => requirePossible(mounted(PutObjectCommand), { kind: 'body', how: 'stalled' })).to.throw(
      FakeMisuse,
      'The answer of S3.PutObject has no body that could be stalled.',
    );
    aws.unplug();
  });
});
