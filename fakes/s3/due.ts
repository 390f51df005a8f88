import type { Context } from '../kernel/operation';
import { runLifecycles } from './lifecycle/run';
import { replicateDue } from './replication';
import type { S3State } from './state';
import { applyLateVersioning } from './versioning';

/** Lets everything happen that has fallen due by now: nothing in the state moves by itself. */
export function letDueHappen(context: Pick<Context<S3State>, 'state' | 'ids' | 'region' | 'now'>): void {
  applyLateVersioning(context);
  replicateDue(context);
  runLifecycles(context);
}
