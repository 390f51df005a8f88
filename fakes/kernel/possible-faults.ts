import { FakeMisuse } from './errors';
import type { Advice, Effect } from './faults';
import { nearest } from './nearest';
import type { ServiceFault } from './operation';
import type { MountedOperation } from './world';

/** Why AWS cannot show a fault at an operation that does not follow its advice. */
const WHY_NOT: Readonly<Record<keyof Advice, string>> = {
  failEntries: 'it has no entries that could fail one by one.',
  stale: 'AWS never answers it from the past.',
  staleUnlikeS3: 'it reads no objects of a bucket.',
  vanish: 'it looks for no object.',
  partialData: 'it answers no metric queries.',
  page: 'AWS does not end its pages early.',
  late: 'it publishes no metrics, and configures no bucket.',
  deliver: 'it delivers no messages.',
};

/** @throws FakeMisuse for what AWS cannot show at this operation. */
export function requirePossible({ service, row, shape }: MountedOperation, effect: Effect): void {
  if (effect.kind === 'service' && service.fault(effect.fault, row.name) === undefined) {
    throw new FakeMisuse(
      `${service.name} cannot answer ${row.name} with ${effect.fault}: no such error is documented for it.`,
    );
  }
  if (effect.kind === 'service' && effect.applied && REFUSALS.has(effect.fault)) {
    throw new FakeMisuse(`${effect.fault} is answered before any work: it cannot come after the commit.`);
  }
  if (effect.kind === 'error') requireNamedError({ service, row }, effect);
  if (effect.kind === 'damaged' && service.damagedAnswer?.(row.name, undefined) === undefined) {
    throw new FakeMisuse(
      `The answer of ${service.name}.${row.name} cannot arrive damaged: the SDK checks no digest of it.`,
    );
  }
  if (effect.kind === 'body' && shape.output.streaming === undefined)
    throw new FakeMisuse(
      `The answer of ${service.name}.${row.name} has no body that could be ${effect.how}.`,
    );
  if (effect.kind !== 'advice') return;
  for (const name of Object.keys(effect.advice) as (keyof Advice)[]) {
    if (!row.advice.includes(name)) {
      throw new FakeMisuse(`${service.name}.${row.name} cannot follow ${name}: ${WHY_NOT[name]}`);
    }
  }
}

function requireNamedError(
  { service, row }: Pick<MountedOperation, 'service' | 'row'>,
  { name, applied, after200 }: Extract<Effect, { kind: 'error' }>,
): void {
  if (after200 === true && service.answersEarly?.includes(row.name) !== true)
    throw new FakeMisuse(`${service.name}.${row.name} sends no status before it is done.`);
  const error = service.namedError(name, row.name);
  if (error === undefined) {
    const listed = service.listedErrors(row.name);
    const meant = listed.find((known) => known === `${name}Exception`) ?? nearest(name, listed);
    throw new FakeMisuse(
      `${service.name} cannot answer ${row.name} with ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}\n` +
        `It can with ${listed.join(', ')}.`,
    );
  }
  if (applied && '$fault' in error && error.$fault === 'client') {
    throw new FakeMisuse(`${name} is answered before any work: it cannot come after the commit.`);
  }
}

/** What AWS answers instead of working; only 5xx answers and the transport can hide work that was done. */
const REFUSALS: ReadonlySet<ServiceFault> = new Set(['throttled', 'accessDenied', 'expiredToken']);
